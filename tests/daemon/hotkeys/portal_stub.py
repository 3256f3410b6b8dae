"""A portal of a desktop that never was: `python portal_stub.py '{"grant": ["clipboard"]}'`.

It prints one JSON line for each call and takes commands on standard input: "press NAME [SESSION]", "close",
"change NAME [KEY]". Settings: `grant` (names; all by default), `answer` (0 yes, 1 no), `version` (0: no such
interface), `nameless` (whether programs without a name get a session), `mute` (never answers), `forgetful`
(answers, and sends no result), `new` (so often it does not know our desktop entry yet), `like` (a desktop).

Desktops answer as they do: Plasma 5.27.5 with xdg-desktop-portal 1.16.0 ("plasma 5") gives the keys with the
session, and to BindShortcuts nothing; Plasma 6 ("plasma 6") answers BindShortcuts without any list, and lists
what has no key with an empty one; GNOME lists nothing before BindShortcuts, then that without a key.
"""

import asyncio
import json
import sys
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"


class Portal:
    def __init__(self, bus: MessageBus, settings: dict[str, Any]) -> None:
        self.bus = bus
        self.settings = settings
        self.session = ""
        self.app_id = ""
        self.new = settings.get("new", 0)
        self.shortcuts: dict[str, dict[str, Variant]] = {}

    def hear(self, call: Message) -> Message | bool | None:
        if call.message_type is not MessageType.METHOD_CALL or call.path != PATH:
            return None
        if self.settings.get("mute"):
            return True
        match call.member:
            case "Get":
                return self.version(call)
            case "Register":
                return self.register(call)
            case "CreateSession":
                return self.create(call)
            case "BindShortcuts":
                return self.bind(call)
            case "ListShortcuts":
                return self.answer(call, {"shortcuts": self.listed()})
        return None

    def register(self, call: Message) -> Message:
        if self.new:
            self.new -= 1
            return Message.new_error(call, "org.freedesktop.DBus.Error.Failed", "App info not found")
        self.app_id = call.body[0]
        note("Register", self.app_id)
        return Message.new_method_return(call)

    def version(self, call: Message) -> Message:
        version = self.settings.get("version", 1)
        if not version:
            return Message.new_error(call, "org.freedesktop.DBus.Error.InvalidArgs", "No such interface")
        return Message.new_method_return(call, "v", [Variant("u", version)])

    def create(self, call: Message) -> Message:
        if not self.app_id and not self.settings.get("nameless", True):
            return Message.new_error(call, "org.freedesktop.portal.Error.NotAllowed", "An app id is required")
        if self.settings.get("forgetful"):
            return Message.new_method_return(call, "o", [f"{PATH}/request/forgotten"])
        options = call.body[-1]
        self.session = f"{PATH}/session/{sender(call)}/{options['session_handle_token'].value}"
        note("CreateSession", self.session)
        results = {"session_handle": Variant("s", self.session)}
        if self.settings.get("like") == "plasma 5":
            self.give(options["shortcuts"].value)
            results["shortcuts"] = self.listed()
        return self.answer(call, results)

    def give(self, wishes: list[tuple[str, dict[str, Variant]]]) -> None:
        grant = self.settings.get("grant", [name for name, _ in wishes])
        for name, facts in wishes:
            key = {"trigger_description": facts["preferred_trigger"]} if name in grant else {}
            self.shortcuts[name] = {"description": facts["description"], **key}

    def listed(self) -> Variant:
        if str(self.settings.get("like")).startswith("plasma"):
            for facts in self.shortcuts.values():
                facts.setdefault("trigger_description", Variant("s", ""))
        return Variant("a(sa{sv})", [[name, facts] for name, facts in self.shortcuts.items()])

    def bind(self, call: Message) -> Message:
        session, shortcuts, *_ = call.body
        assert session == self.session
        note("BindShortcuts", {name: [fact.value for fact in facts.values()] for name, facts in shortcuts})
        results = {}
        if self.settings.get("like") == "plasma 5":
            results = {"shortcuts": Variant("a(sa{sv})", [])}
        else:
            self.give(shortcuts)
            if self.settings.get("like") != "plasma 6":
                results = {"shortcuts": self.listed()}
        return self.answer(call, results, self.settings.get("answer", 0))

    def answer(self, call: Message, results: dict[str, Variant], code: int = 0) -> Message:
        path = f"{PATH}/request/{sender(call)}/{call.body[-1]['handle_token'].value}"
        # As a portal may: the signal is there before the reply.
        self.emit("org.freedesktop.portal.Request", "Response", "ua{sv}", [code, results], path)
        return Message.new_method_return(call, "o", [path])

    def emit(self, interface: str, member: str, signature: str, body: list[Any], path: str = PATH) -> None:
        signal = Message.new_signal(path, interface, member, signature, body)
        self.bus.send(signal)

    def command(self, line: str) -> None:
        match line.split():
            case ["press", name]:
                self.emit(SHORTCUTS, "Activated", "osta{sv}", [self.session, name, 0, {}])
                self.emit(SHORTCUTS, "Deactivated", "osta{sv}", [self.session, name, 0, {}])
            case ["press", name, session]:
                self.emit(SHORTCUTS, "Activated", "osta{sv}", [session, name, 0, {}])
            case ["change", name, *key]:
                facts = {"trigger_description": Variant("s", key[0])} if key else {}
                self.shortcuts[name] = {"description": Variant("s", name), **facts}
                changed = [self.session, self.listed().value]
                self.emit(SHORTCUTS, "ShortcutsChanged", "oa(sa{sv})", changed)
            case ["close"]:
                self.emit("org.freedesktop.portal.Session", "Closed", "a{sv}", [{}], self.session)


def sender(call: Message) -> str:
    return (call.sender or "").removeprefix(":").replace(".", "_")


def note(*facts: object) -> None:
    print(json.dumps(facts), flush=True)


async def main() -> None:
    bus = await MessageBus().connect()
    portal = Portal(bus, json.loads(sys.argv[1]))
    bus.add_message_handler(portal.hear)
    await bus.request_name("org.freedesktop.portal.Desktop")
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(commands), sys.stdin
    )
    note("ready")
    while line := await commands.readline():
        portal.command(line.decode())


if __name__ == "__main__":
    asyncio.run(main())
