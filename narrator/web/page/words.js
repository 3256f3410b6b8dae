// The page's sentences in its language: English stands in the scripts, the rest comes with the page.

const words = JSON.parse(document.getElementById("words").textContent);

/** A sentence in the page's language, with `values` in the places of their {names}. */
export function t(sentence, values = {}) {
    const said = words[sentence] ?? sentence;
    return said.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}
