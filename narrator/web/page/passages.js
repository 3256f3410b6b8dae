// What is in another language says so: a screen reader changes its voice there.

/** Nodes for the passages of a description, as /v1/openapi.json states them. */
export function marked(passages) {
    return passages.map(({ text, language }) => {
        if (!language) return document.createTextNode(text);
        const span = document.createElement("span");
        span.lang = language;
        span.textContent = text;
        return span;
    });
}
