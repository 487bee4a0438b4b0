// Speeds typing in from paper: a figure picks the answer in that place. The page works without.

const ANSWERS = 'input[type="radio"], input[type="checkbox"]';

/** The answers of the question in which the focus is; none in a box to write in. */
function answersAround(target) {
  if (!target.matches(ANSWERS)) return [];
  const question = target.closest(".al-typed");
  return question ? [...question.querySelectorAll(ANSWERS)] : [];
}

/** The first box of the next question that is in sight. */
function nextQuestion(target) {
  const questions = [...document.querySelectorAll(".al-typed")].filter(
    (question) => question.checkVisibility === undefined || question.checkVisibility(),
  );
  const next = questions[questions.indexOf(target.closest(".al-typed")) + 1];
  const box = next?.querySelector('input:checked, input:not([type="hidden"]), select, textarea');
  return box ?? document.querySelector('.al-typing form button[type="submit"]');
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
  const picked = answersAround(event.target)[Number(event.key) - 1];
  if (!picked) return;
  event.preventDefault();
  picked.click();
  picked.focus();
  if (picked.type !== "radio") return;
  // own words beside the answer are typed next, if there is a box for them
  const words = document.getElementById(`${picked.name}_other`);
  const conditional = document.getElementById(picked.getAttribute("data-aria-controls") ?? "");
  (conditional?.contains(words) ? words : nextQuestion(picked))?.focus();
});

for (const question of document.querySelectorAll(".al-typed")) {
  [...question.querySelectorAll(ANSWERS)].slice(0, 9).forEach((answer, place) => {
    const key = document.createElement("span");
    key.className = "al-key";
    key.setAttribute("aria-hidden", "true");
    key.textContent = String(place + 1);
    document.querySelector(`label[for="${CSS.escape(answer.id)}"]`)?.prepend(key);
  });
}
document.querySelector(".al-keys")?.removeAttribute("hidden");
