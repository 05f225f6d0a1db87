// Measures the pairs of a brand's colours while they are typed, by the formulas of WCAG 2.2; saving measures again.
(() => {
  const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour).map((channel) => linear(channel / 255))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const contrast = (one, other) => {
    const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (lighter + 0.05) / (darker + 0.05)
  }
  const hex = (value) => Math.round(value).toString(16).padStart(2, "0")
  const mix = (top, share, ground) => {
    const below = channels(ground)
    return "#" + channels(top).map((channel, n) => hex(channel * share + below[n] * (1 - share))).join("")
  }
  const typed = (name) => {
    const value = document.getElementById("id_" + name).value.trim()
    return /^#[0-9a-f]{6}$/i.test(value) ? value : null
  }
  const colour = (told) => {
    if (Array.isArray(told)) {
      const top = colour(told[0])
      return top && mix(top, told[1], told[2])
    }
    return told.startsWith("#") ? told : typed(told)
  }

  function measure(row, words) {
    const [one, other] = JSON.parse(row.querySelector("script").textContent).map(colour)
    if (!one || !other) return null
    const ratio = contrast(one, other)
    const faint = ratio < Number(row.dataset.least)
    row.children[1].textContent = ratio.toLocaleString(document.documentElement.lang, {
      minimumFractionDigits: 1, maximumFractionDigits: 1,
    })
    row.children[3].firstChild.textContent = faint ? words.faint : words.good
    return faint ? row.children[0].firstChild.textContent : null
  }

  document.addEventListener("DOMContentLoaded", () => {
    const table = document.querySelector("[data-contrast]")
    if (!table) return
    const said = document.querySelector("[data-contrast-said]")
    const rows = [...table.tBodies[0].rows]
    document.addEventListener("input", () => {
      const faint = rows.map((row) => measure(row, table.dataset)).filter(Boolean)
      said.textContent = faint.length ? `${table.dataset.faint}: ${faint.join(", ")}` : ""
    })
  })
})()
