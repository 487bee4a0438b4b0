-- Pandoc's Typst writer leaves out the alternative text of pictures: write the call ourselves.
local function quoted(words)
  return '"' .. words:gsub('\\', '\\\\'):gsub('"', '\\"') .. '"'
end

function Image(picture)
  if FORMAT ~= "typst" then return nil end
  local alt = picture.attributes.alt or pandoc.utils.stringify(picture.caption)
  local width = picture.attributes.width and (", width: " .. picture.attributes.width) or ""
  return pandoc.RawInline("typst",
    "#box(image(" .. quoted(picture.src) .. width .. ", alt: " .. quoted(alt) .. "))")
end

-- Its tables centre every column that has no alignment of its own: words belong on the left.
function Table(grid)
  if FORMAT ~= "typst" then return nil end
  for _, column in ipairs(grid.colspecs) do
    if column[1] == pandoc.AlignDefault then column[1] = pandoc.AlignLeft end
  end
  return grid
end
