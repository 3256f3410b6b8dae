// Shortcuts with two modifiers: screen readers use single letters, and browsers most keys with one modifier.

/** `actions`: [letter, what it does in words, function]. All are listed in `list`. */
export function listen(actions, list) {
    for (const [letter, words] of actions) {
        const key = document.createElement("kbd");
        key.textContent = `Alt+Shift+${letter}`;
        const entry = document.createElement("li");
        entry.append(key, `: ${words}`);
        list.append(entry);
    }
    document.addEventListener("keydown", (event) => {
        if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
        const action = actions.find(([letter]) => event.code === `Key${letter}`);
        if (!action) return;
        event.preventDefault();
        action[2]();
    });
}
