// Reads a page aloud with a voice of this device. The page works without; nothing is kept or sent.
(() => {
  const speech = window.speechSynthesis;
  if (!speech || !window.SpeechSynthesisUtterance) return;

  const ITEM = ".govuk-radios__item, .govuk-checkboxes__item";
  const OPTIONS = ".govuk-radios, .govuk-checkboxes, .govuk-date-input, select";
  const BLOCK =
    "h1, h2, h3, legend, label, summary, p, li, dt, dd, option, .govuk-hint, " +
    `.govuk-radios__divider, .govuk-checkboxes__divider, ${ITEM}`;
  const UNSAID =
    '.govuk-visually-hidden, .govuk-summary-list__actions, [hidden], [aria-hidden="true"], ' +
    'option[value=""]';
  let stop = null;

  const base = (tag) => tag.toLowerCase().split(/[-_]/)[0];

  /**
   * A voice for the language of the page: never that of another language, which would mangle the
   * words, and never one that sends them away to be spoken (answers may be among them).
   */
  function findVoice() {
    const language = document.documentElement.lang;
    const fit = speech.getVoices().filter((v) => v.localService && base(v.lang) === base(language));
    const near = (voice) => /[-_]gb$/i.test(voice.lang);
    return fit.find((voice) => voice.default) ?? fit.find(near) ?? fit[0];
  }

  /** Whether people can see it; what is folded away in a definition or a list counts as seen. */
  function isSeen(block) {
    if (block.closest(UNSAID)) return false;
    const folded = block.closest("details, select");
    return (folded ?? block).checkVisibility?.() ?? true;
  }

  function wordsOf(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(UNSAID).forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  /** What is said of some parts of the page: the question first, then each of its options. */
  function wordingOf(parts) {
    const blocks = parts
      .flatMap((part) => [...part.querySelectorAll(BLOCK)])
      .filter((block) => !block.parentElement.closest(BLOCK) && isSeen(block));
    const before = blocks.filter((block) => !block.closest(OPTIONS));
    const options = blocks.filter((block) => block.closest(OPTIONS));
    return [...before, ...options].flatMap((block) => {
      const inside = block.matches(ITEM) ? [...block.querySelectorAll("label, .govuk-hint")] : [block];
      const shown = block.closest("select") ?? block;
      return inside.map((said) => ({ shown, words: wordsOf(said) })).filter(({ words }) => words);
    });
  }

  function read(button, parts, labels) {
    const wording = wordingOf(parts);
    let shown = null;
    let speaking = true;
    const finish = () => {
      speaking = false;
      stop = null;
      shown?.classList.remove("al-aloud-now");
      button.firstChild.data = labels.read;
      button.removeAttribute("data-reading");
    };
    const next = () => {
      const voice = findVoice();
      shown?.classList.remove("al-aloud-now");
      if (!wording.length || !voice) return finish();
      const part = wording.shift();
      const utterance = new SpeechSynthesisUtterance(part.words);
      utterance.voice = voice;
      utterance.lang = voice.lang.replace("_", "-");
      if (labels.slow) utterance.rate = 0.85;
      utterance.onend = () => speaking && next();
      utterance.onerror = () => speaking && finish();
      shown = part.shown;
      shown.classList.add("al-aloud-now");
      shown.scrollIntoView({ block: "nearest" });
      button.utterance = utterance; // some browsers drop what nothing holds on to
      speech.speak(utterance);
    };
    stop = () => {
      finish();
      speech.cancel();
    };
    button.firstChild.data = labels.stop;
    button.setAttribute("data-reading", "");
    next();
  }

  /** The parts that belong to a button; what must be heard first goes with the first button. */
  function partsOf(place, isFirst) {
    const named = `[data-aloud="${CSS.escape(place.dataset.aloudButton)}"]`;
    return document.querySelectorAll(isFirst ? `[data-aloud=""], ${named}` : named);
  }

  function offer() {
    const places = [...document.querySelectorAll("[data-aloud-button]")];
    if (!findVoice()) {
      stop?.();
      places.forEach((place) => place.replaceChildren());
      return;
    }
    places.forEach((place, spot) => {
      if (place.firstChild) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "al-aloud";
      const about = document.createElement("span");
      about.className = "govuk-visually-hidden";
      about.textContent = `: ${place.dataset.about}`;
      button.append(place.dataset.read, about);
      button.addEventListener("click", () => {
        const wasReading = button.hasAttribute("data-reading");
        stop?.();
        if (!wasReading) read(button, [...partsOf(place, spot === 0)], place.dataset);
      });
      place.append(button);
    });
  }

  document.addEventListener("keydown", (event) => event.key === "Escape" && stop?.());
  window.addEventListener("pagehide", () => stop?.());
  speech.addEventListener?.("voiceschanged", offer); // many browsers find their voices late
  document.addEventListener("al-drawn", () => {
    stop?.();
    offer();
  });
  offer();
})();
