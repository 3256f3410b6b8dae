"""The page in a real Chromium, as a person with a keyboard uses it."""

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.drawings import encoded, tinted
from tests.picture.written.made import alternatives, xmp
from tests.web.serving import PATIENCE_SECONDS, Serving

PATIENCE = 1000 * PATIENCE_SECONDS
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
expect.set_options(timeout=PATIENCE)

GIVE_FILE = """([bytes, kind]) => {
    const held = new DataTransfer();
    const content = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    held.items.add(new File([content], "red.png", { type: "image/png" }));
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: held, bubbles: true })
        : new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
}"""

# Playwright's own waiting evaluates strings in the page, which the page's policy rightly forbids.
IS_HEARD = """(patience) => new Promise((done) => {
    const look = () => audio.duration > 0.3 && audio.currentTime > 0.1 && done(true);
    audio.addEventListener("timeupdate", look);
    setTimeout(() => done(false), patience);
    look();
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing: run apt install chromium first."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=[
                *("--no-sandbox", "--disable-gpu"),
                *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
            ],
            timeout=2 * PATIENCE,
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def session(browser: Browser, service: Serving) -> str:
    """The cookie of somebody who came by the link that the service printed."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{service.address}/enter?key={service.key}")
    assert page.url == f"{service.address}/"
    expect(page.get_by_label("Choose a picture")).to_be_visible()
    (cookie,) = page.context.cookies()
    page.context.close()
    return str(cookie.get("value"))


@pytest.fixture
def page(browser: Browser, service: Serving, session: str) -> Iterator[Page]:
    """Signed in; whatever the page complains about in the console fails the test."""
    complaints: list[str] = []
    with browser.new_context() as context:
        context.add_cookies([{"name": "narrator", "value": session, "url": service.address}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.extend(_foreign(request.url, service)))
        page.goto(service.address)
        yield page
    assert complaints == []


def _foreign(url: str, service: Serving) -> list[str]:
    return [] if url.startswith((service.address, "blob:", "data:")) else [url]


@pytest.fixture
def picture(tmp_path: Path, red: bytes) -> Path:
    file = tmp_path / "red.png"
    file.write_bytes(red)
    return file


def described(page: Page) -> None:
    """Wait until the page shows a description."""
    expect(page.locator("#result")).to_be_visible()


def test_a_chosen_picture_is_described_in_the_live_region(page: Page, picture: Path) -> None:
    with page.expect_response("**/v1/describe?language=en") as response:
        page.get_by_label("Choose a picture").set_input_files(picture)
    expect(page.get_by_role("status")).to_have_text(response.value.json()["spoken"])
    assert page.get_by_role("status").get_attribute("aria-live") == "polite"
    assert page.locator("#readings li").all_text_contents() == response.value.json()["readings"]
    assert "red.png" in page.locator("#earlier").inner_text()


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_a_pasted_or_dropped_picture_is_described(page: Page, red: bytes, way: str) -> None:
    page.evaluate(GIVE_FILE, [base64.b64encode(red).decode(), way])
    described(page)
    expect(page.locator("#earlier li")).to_have_count(1)


def test_by_keyboard_alone_a_picture_is_chosen_and_really_heard(page: Page, picture: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Alt+Shift+P")
    chooser.value.set_files(picture)
    described(page)
    page.keyboard.press("Alt+Shift+H")
    assert page.evaluate(IS_HEARD, PATIENCE)
    page.keyboard.press("Alt+Shift+S")
    assert page.evaluate("audio.paused")
    reached = set()
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert {"file", "open-camera", "aloud", "hear", "hear-all", "stop", "audio", "All readings"} <= reached
    assert "Hear again" in reached


def test_a_page_that_speaks_leaves_the_screen_reader_silent(page: Page, picture: Path) -> None:
    page.get_by_label("Speak each description aloud").check()
    page.get_by_label("Choose a picture").set_input_files(picture)
    assert page.evaluate(IS_HEARD, PATIENCE)
    assert page.get_by_role("status").get_attribute("aria-live") == "off"


def test_a_browser_without_a_voice_of_its_own_offers_none(page: Page) -> None:
    assert page.evaluate("speechSynthesis.getVoices().length") == 0
    expect(page.get_by_label("Voice", exact=True)).to_be_hidden()


BROWSER_VOICE = """
class Synthesis extends EventTarget {
    said = [];
    getVoices() {
        return [{ lang: "en-US", localService: false }, { lang: "de-DE", localService: true },
            { lang: "en-GB", localService: true, default: false }];
    }
    speak(utterance) {
        this.said.push([utterance.lang, utterance.text]);
        utterance.dispatchEvent(new Event("start"));
    }
    cancel() { this.said.push("silence"); }
}
class Utterance extends EventTarget {
    constructor(text) { super(); this.text = text; }
}
Object.defineProperty(window, "speechSynthesis", { value: new Synthesis() });
window.SpeechSynthesisUtterance = Utterance;
"""


def test_the_browsers_voice_speaks_instead_and_only_one_of_this_machine(page: Page, picture: Path) -> None:
    page.add_init_script(BROWSER_VOICE)  # the real one needs a desktop's speech
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.get_by_label("Voice", exact=True).select_option("This browser's")
    page.get_by_label("Choose a picture").set_input_files(picture)
    described(page)
    page.keyboard.press("Alt+Shift+H")
    spoken = page.get_by_role("status").inner_text()
    assert page.evaluate("speechSynthesis.said.filter((each) => each !== 'silence')") == [["en-GB", spoken]]
    page.keyboard.press("Alt+Shift+S")
    assert page.evaluate("speechSynthesis.said.at(-1)") == "silence"
    assert not any(url.endswith("/v1/speech") for url in asked)


def test_by_keyboard_alone_a_photograph_is_taken(page: Page) -> None:
    page.keyboard.press("Alt+Shift+C")
    expect(page.get_by_role("status")).to_have_text("The camera is on.")
    assert page.evaluate("document.activeElement.id") == "take"
    assert violations(page) == []
    page.keyboard.press("Enter")
    described(page)
    assert "Photograph: " in page.locator("#earlier").inner_text()
    expect(page.locator("#viewfinder")).to_be_hidden()
    assert page.evaluate("view.srcObject") is None


def test_a_picture_without_a_scene_has_no_readings(page: Page, tmp_path: Path) -> None:
    (tmp_path / "blank.png").write_bytes(encoded(Image.new("RGB", (64, 48), "red"), "PNG"))
    page.get_by_label("Choose a picture").set_input_files(tmp_path / "blank.png")
    described(page)
    expect(page.get_by_role("status")).to_have_text("A blank picture, all red.")
    expect(page.get_by_text("All readings", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Hear all readings")).to_be_hidden()


def test_a_picture_that_cannot_be_described_leaves_nothing_of_the_last(
    page: Page, picture: Path, tmp_path: Path
) -> None:
    page.get_by_label("Choose a picture").set_input_files(picture)
    described(page)
    (tmp_path / "text.png").write_text("no picture")
    page.get_by_label("Choose a picture").set_input_files(tmp_path / "text.png")
    expect(page.get_by_role("status")).to_contain_text("not a picture")
    expect(page.locator("#result")).to_be_hidden()
    page.keyboard.press("Alt+Shift+H")
    expect(page.get_by_role("status")).to_contain_text("There is no description yet")


def test_a_service_that_is_gone_is_told(page: Page, picture: Path) -> None:
    page.context.set_offline(True)
    page.get_by_label("Choose a picture").set_input_files(picture)
    expect(page.get_by_role("status")).to_contain_text("does not answer")


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and its own best practices."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]


def test_axe_finds_nothing_in_any_state(page: Page, picture: Path, service: Serving) -> None:
    assert violations(page) == []
    page.get_by_label("Choose a picture").set_input_files(picture)
    described(page)
    page.get_by_text("All readings", exact=True).click()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.context.clear_cookies()
    page.goto(service.address)
    expect(page.get_by_label("Token")).to_be_visible()
    assert violations(page) == []


def test_axe_would_find_something(page: Page) -> None:
    page.evaluate("""() => {
        document.querySelector("label").remove();
        document.querySelector("h1").remove();
    }""")
    found = violations(page)
    assert any(each.startswith("label:") for each in found)


@pytest.mark.parametrize("width", [320, 390, 1280])  # 320 is 1280 at 400 percent
def test_nothing_is_cut_off_at_any_width(page: Page, picture: Path, width: int, tmp_path: Path) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_label("Choose a picture").set_input_files(picture)
    described(page)
    page.screenshot(path=tmp_path / f"page-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_a_form_gives_the_page_back(
    browser: Browser, service: Serving, session: str, picture: Path
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        context.add_cookies([{"name": "narrator", "value": session, "url": service.address}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(service.address)
        page.get_by_label("Choose a picture").set_input_files(picture)
        page.get_by_role("button", name="Describe").click()
        described(page)
        assert page.get_by_role("status").inner_text()
        assert (page.locator("audio").get_attribute("src") or "").startswith("data:audio/wav")


def test_words_in_another_language_say_so_to_the_screen_reader(
    page: Page, browser: Browser, session: str, service: Serving, tmp_path: Path
) -> None:
    words = xmp(alternatives("dc:description", {"de-AT": "Ein Hund am Strand"}))
    (tmp_path / "dog.jpg").write_bytes(encoded(tinted("red"), "JPEG", xmp=words))
    page.get_by_label("Choose a picture").set_input_files(tmp_path / "dog.jpg")
    described(page)
    for place in ("#said", "#earlier"):
        expect(page.locator(f"{place} [lang='de-AT']")).to_contain_text("Ein Hund am Strand")
    with browser.new_context(java_script_enabled=False) as context:
        context.add_cookies([{"name": "narrator", "value": session, "url": service.address}])
        plain = context.new_page()
        plain.goto(service.address)
        plain.get_by_label("Choose a picture").set_input_files(tmp_path / "dog.jpg")
        plain.get_by_role("button", name="Describe").click()
        expect(plain.locator("#said [lang='de-AT']")).to_contain_text("Ein Hund am Strand")


def test_by_keyboard_alone_a_person_signs_out(browser: Browser, service: Serving) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(service.address)
        page.get_by_label("Token").fill(service.token)
        page.keyboard.press("Enter")
        leave = page.get_by_role("button", name="Sign out")
        expect(leave).to_be_visible()
        (cookie,) = context.cookies()
        leave.press("Enter")
        expect(page.get_by_label("Token")).to_be_visible()
        assert context.cookies() == []
        context.add_cookies([{"name": "narrator", "value": str(cookie["value"]), "url": service.address}])
        page.goto(service.address)  # with a copy of the cookie that was taken away
        expect(page.get_by_label("Token")).to_be_visible()
