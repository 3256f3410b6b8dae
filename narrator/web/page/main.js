// The page with scripts: a picture is described as soon as it is chosen, pasted, dropped or photographed.

import { BrowserVoice } from "./browser_voice.js";
import { Camera } from "./camera.js";
import { Earlier } from "./earlier.js";
import { listen } from "./keys.js";
import { marked } from "./passages.js";
import { describe } from "./service.js";
import { Voice } from "./voice.js";
import { t } from "./words.js";

const at = (id) => document.getElementById(id);
const said = at("said");
const voices = { narrator: new Voice(at("audio")), browser: new BrowserVoice() };
const camera = new Camera(at("view"));
const earlier = new Earlier(at("earlier"), at("nothing-earlier"), say);
let asked = new AbortController();
let last = null;

for (const element of document.querySelectorAll(".scripted")) element.hidden = false;
at("form").querySelector("button[type=submit]").hidden = true;
at("by-file").hidden = Camera.isOffered;
at("by-camera").hidden = !Camera.isOffered;
voices.browser.watch((speaks) => {
    at("voices").hidden = !speaks;
    if (!speaks) at("voice").value = "narrator";
});

at("form").addEventListener("submit", (event) => event.preventDefault());
for (const input of [at("file"), at("camera")]) {
    input.addEventListener("change", () => {
        receive(input.files);
        input.value = ""; // so that the same picture can be chosen again
    });
}

document.addEventListener("paste", (event) => receive(event.clipboardData.files));
document.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
});
document.addEventListener("dragleave", () => document.body.classList.remove("dropping"));
document.addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    receive(event.dataTransfer.files);
});

at("hear").addEventListener("click", hear);
at("hear-all").addEventListener("click", hearAll);
at("stop").addEventListener("click", stop);
at("open-camera").addEventListener("click", openCamera);
at("take").addEventListener("click", takePhotograph);
at("close-camera").addEventListener("click", closeCamera);
listen(
    [
        ["P", t("choose a picture"), () => at("file").click()],
        ["C", t("take a photograph"), photograph],
        ["H", t("hear the description again"), hear],
        ["A", t("hear all readings"), hearAll],
        ["S", t("stop speaking"), stop],
    ],
    at("keys"),
);

async function receive(files) {
    const [picture] = files;
    if (!picture) return; // text was pasted, or the chooser was closed
    asked.abort();
    const mine = (asked = new AbortController());
    forget();
    announce(t("Describing."));
    try {
        const description = await describe(await contentOf(picture), mine.signal);
        if (!mine.signal.aborted) show(picture.name || t("A picture"), description);
    } catch (error) {
        if (!mine.signal.aborted) announce(error.message);
    }
}

/** The bytes now: a chosen file can no longer be read once its input is cleared in some browsers. */
async function contentOf(picture) {
    try {
        return await picture.arrayBuffer();
    } catch {
        throw new Error(t("The picture cannot be read; check that the file is still there."));
    }
}

function show(name, description) {
    last = description;
    at("agreement").textContent = description.agreement?.sentence ?? "";
    // A picture without a scene has none.
    at("more").hidden = at("hear-all").hidden = description.readings.length === 0;
    const entries = description.readings.map((reading) => {
        const entry = document.createElement("li");
        entry.textContent = reading;
        return entry;
    });
    at("readings").replaceChildren(...entries);
    at("result").hidden = false;
    earlier.add(name, description);
    document.title = `${description.spoken} Narrator`;
    // Never two voices at once: where the page speaks, a screen reader is not told to.
    announce(marked(description.passages), { live: !at("aloud").checked });
    if (at("aloud").checked) say(description.passages);
}

function hear() {
    if (last) say(last.passages);
    else announce(t("There is no description yet; choose a picture."));
}

function hearAll() {
    const readings = last?.readings.join(" ");
    if (last) say(readings ? [{ text: readings, language: null }] : last.passages);
    else announce(t("There is no description yet; choose a picture."));
}

async function say(passages) {
    at("problem").textContent = "";
    try {
        stop();
        await voices[at("voice").value].say(passages);
    } catch (error) {
        // Beside the description, which can still be read.
        if (error.name !== "AbortError") at("problem").textContent = error.message;
    }
}

/** Whichever voice it is that speaks. */
function stop() {
    for (const voice of Object.values(voices)) voice.stop();
}

/** One key for both steps: the camera on, then the photograph. */
function photograph() {
    if (!Camera.isOffered) at("camera").click();
    else if (at("viewfinder").hidden) openCamera();
    else takePhotograph();
}

async function openCamera() {
    try {
        await camera.open();
    } catch (error) {
        announce(error.message);
        return;
    }
    at("viewfinder").hidden = false;
    at("by-camera").hidden = true;
    at("take").focus();
    announce(t("The camera is on."));
}

async function takePhotograph() {
    const photo = await camera.take();
    closeCamera();
    receive([new File([photo], t("Photograph"), { type: photo.type })]);
}

function closeCamera() {
    camera.close();
    at("viewfinder").hidden = true;
    at("by-camera").hidden = false;
    at("open-camera").focus();
    announce(t("The camera is off."));
}

/** Nothing of an earlier picture may be taken for the next one's. */
function forget() {
    stop();
    last = null;
    at("result").hidden = true;
    at("audio").hidden = true;
    at("problem").textContent = "";
    document.title = "Narrator";
}

/** `content`: a sentence, or nodes. */
function announce(content, { live = true } = {}) {
    said.setAttribute("aria-live", live ? "polite" : "off");
    said.replaceChildren(...[content].flat());
}
