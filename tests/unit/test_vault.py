"""The vault: what it keeps and for whom, and the plugin's hooks around it."""

import asyncio
import json
import logging
import os
import re
import threading
from types import SimpleNamespace

import pytest

pytest.importorskip("cpex")

from cpex.framework import (
    GlobalContext,
    PluginConfig,
    PluginContext,
    PromptPosthookPayload,
    ResourcePostFetchPayload,
    ToolPostInvokePayload,
    ToolPreInvokePayload,
)
from cpex.framework.extensions.agent import AgentExtension
from cpex.framework.extensions.extensions import Extensions
from cpex.framework.extensions.http import HttpExtension
from cpex.framework.memory import CopyOnWriteDict

from mcpgateway_native.plugins import PIIFilterPlugin, _report
from mcpgateway_native.plugins._scopes import origin_of, session_of
from mcpgateway_native.plugins._stages import PROMPT_PRE, RESOURCE_POST, RESOURCE_PRE, TOOL_POST, TOOL_PRE
from mcpgateway_native.plugins._vault import VAULT, Vault

pytestmark = pytest.mark.filterwarnings("ignore:ToolPreInvokePayload.headers is deprecated")

KIND = "mcpgateway_native.plugins.PIIFilterPlugin"
SSN = "123-45-6789"
MAIL = "ann@example.com"
KEY = "vault test key"
PSEUDONYM = re.compile(r"\[[A-Z_]{2,40}:[0-9a-f]{12}\]")
P1, P2, P3 = (f"[SSN:{digit * 12}]" for digit in "123")


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    VAULT.clear()
    monkeypatch.setattr(_report, "_said", set())
    yield
    VAULT.clear()


# The store.


def test_values_come_back_in_their_scope_only():
    vault = Vault()
    vault.remember("a", {P1: SSN})
    assert vault.restore("a", f"<{P1}>") == f"<{SSN}>"
    for scope in ("b", "", "a\0"):
        assert vault.restore(scope, P1) == P1
    assert vault.restore("a", P2) == P2
    stats = vault.stats()
    assert (stats["entries"], stats["remembered"], stats["restored"], stats["foreign"]) == (1, 1, 1, 3)


def test_containers_keep_their_types_and_untouched_ones_are_shared():
    vault = Vault()
    vault.remember("a", {P1: SSN})
    untouched = {"x": [1, None, P2]}
    payload = {"l": [P1, (f"{P1} {P1}", 2)], "u": untouched, P1: "key", "cow": CopyOnWriteDict({"y": P1})}
    before = json.dumps(payload)
    restored = vault.restore("a", payload)
    assert restored["l"] == [SSN, (f"{SSN} {SSN}", 2)]
    assert restored["u"] is untouched
    assert restored[SSN] == "key"
    assert dict(restored["cow"]) == {"y": SSN}
    assert json.dumps(payload) == before


def test_without_anything_to_restore_the_same_object_comes_back():
    vault = Vault()
    payload = {"a": [P1, "[SSN:zzz]", "[ssn:111111111111]"]}
    assert vault.restore("a", payload) is payload
    vault.remember("a", {P3: SSN})
    assert vault.restore("a", payload) is payload


def test_deep_and_cyclic_arguments_are_walked():
    vault = Vault()
    vault.remember("a", {P1: SSN})
    payload = [P1]
    for _ in range(50_000):
        payload = [payload]
    restored = vault.restore("a", payload)
    for _ in range(50_000):
        restored = restored[0]
    assert restored == [SSN]
    cycle = {"p": P1}
    cycle["self"] = cycle
    restored = vault.restore("a", cycle)
    assert restored["self"] is restored
    assert restored["p"] == SSN


def test_values_in_json_text_leave_it_valid():
    vault = Vault()
    value = 'a "quoted\\" value\n'
    vault.remember("a", {P1: value, P2: SSN})
    text = json.dumps({"x": f"{P1}, {P2}", P1: 1})
    assert json.loads(vault.restore("a", text)) == {"x": f"{value}, {SSN}", value: 1}
    assert vault.restore("a", f"{{no json {P1}") == f"{{no json {value}"


def test_the_entries_not_used_for_longest_are_forgotten():
    vault = Vault()
    vault.remember("a", {P1: "1"}, 2)
    vault.remember("a", {P2: "2"}, 2)
    assert vault.restore("a", P1) == "1"
    vault.remember("b", {P3: "3"}, 2)
    assert [vault.value("a", P1), vault.value("a", P2), vault.value("b", P3)] == ["1", None, "3"]
    assert vault.known([P1, P2, P3]) == {P1, P3}
    vault.remember("b", {}, 1)
    assert vault.stats()["entries"] == 1
    assert vault.stats()["evicted"] == 2


def test_characters_are_bounded_too():
    vault = Vault(max_characters=200)
    for number in range(20):
        vault.remember("scope", {f"[SSN:{number:012x}]": "v" * 20})
        assert vault.stats()["characters"] <= 200
    assert 1 <= vault.stats()["entries"] < 20
    vault.remember("scope", {P1: "v" * 1000})
    assert vault.stats() | {"evicted": 0} == {
        "entries": 0, "characters": 0, "remembered": 21, "restored": 0, "evicted": 0, "foreign": 0
    }  # fmt: skip


def test_a_pseudonym_of_two_values_is_not_put_back():
    vault = Vault()
    vault.remember("a", {P1: "one"})
    vault.remember("a", {P1: "two"})
    vault.remember("a", {P1: "one"})
    vault.remember("a", {P2: ""})
    assert vault.restore("a", f"{P1}{P2}") == f"{P1}{P2}"
    assert vault.stats()["characters"] == 2 * (len("a") + len(P1))


def test_threads_may_share_a_vault():
    vault = Vault()
    failures = []

    def work(name):
        try:
            for number in range(300):
                mine = f"[T:{number % 50:012x}]".replace("T", "TT")
                vault.remember(name, {mine: f"{name}{number % 50}"}, 120)
                restored = vault.restore(name, [mine])[0]
                assert restored in (mine, f"{name}{number % 50}")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(f"s{index}",)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert vault.stats()["entries"] <= 120


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_process_begins_empty_and_unlocked():
    VAULT.remember("a", {P1: SSN})
    with VAULT._lock:
        child = os.fork()
        if child == 0:
            os._exit(0 if VAULT.stats()["entries"] == 0 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert VAULT.stats()["entries"] == 1


def test_nothing_of_the_content_is_shown():
    VAULT.remember("scope canary", {P1: SSN})
    for shown in (repr(VAULT), str(VAULT.stats())):
        for canary in (SSN, P1, "canary"):
            assert canary not in shown


# Sessions and origins.


def gateway(identity):
    """What the gateway says about a request that goes to one of its upstream servers."""
    return {"tool": SimpleNamespace(gateway_id=identity), "gateway": SimpleNamespace(id=identity)}


def rest(url):
    return {"tool": SimpleNamespace(gateway_id=None, url=url)}


def context(metadata=None, *, user="ann", server_id=None, state=None):
    known = GlobalContext(request_id="1", user=user, server_id=server_id, metadata=metadata or {})
    return PluginContext(global_context=known, state={} if state is None else state)


def headers(**values):
    root = {name.replace("_", "-"): value for name, value in values.items()}
    return SimpleNamespace(headers=SimpleNamespace(root=root))


@pytest.mark.parametrize(
    ("payload", "extensions", "session"),
    [
        (headers(x_mcp_session_id="s1"), None, "s1"),
        (headers(MCP_Session_Id="s1"), None, "s1"),
        (headers(mcp_session_id="s1", X_Mcp_Session_Id="s2"), None, "s2"),
        (SimpleNamespace(headers={"mcp-session-id": "s1"}), None, "s1"),
        (SimpleNamespace(), Extensions(http=HttpExtension(headers={"Mcp-Session-Id": "s3"})), "s3"),
        (headers(mcp_session_id="s1"), Extensions(agent=AgentExtension(session_id="s4")), "s4"),
        (headers(mcp_session_id="not-provided"), None, None),
        (headers(mcp_session_id=""), None, None),
        (headers(mcp_session_id="a b"), None, None),
        (headers(mcp_session_id="a\0b"), None, None),
        (headers(mcp_session_id="é"), None, None),
        (headers(mcp_session_id="x" * 513), None, None),
        (headers(mcp_session_id=7), None, None),
        (headers(other="s1"), None, None),
        (SimpleNamespace(headers=None), Extensions(), None),
        (SimpleNamespace(), None, None),
    ],
)
def test_where_the_session_comes_from(payload, extensions, session):
    assert session_of(payload, context(), extensions) == (None if session is None else json.dumps([session, "ann"]))


def test_a_hook_after_the_call_knows_the_session_of_the_hook_before_it():
    ctx = context()
    session = session_of(headers(mcp_session_id="s1"), ctx, None)
    assert session_of(SimpleNamespace(), ctx, None) == session
    assert session_of(SimpleNamespace(), context(), None) is None


@pytest.mark.parametrize("ctx", [None, SimpleNamespace(), SimpleNamespace(state=None, global_context=None)])
def test_contexts_of_another_shape_are_no_obstacle(ctx):
    assert session_of(headers(mcp_session_id="s1"), ctx, None) == json.dumps(["s1", ""])
    assert origin_of(TOOL_PRE, ctx) is None


def test_a_session_id_in_the_hands_of_another_user_is_another_session():
    payload = headers(mcp_session_id="s1")
    users = ("ann", "bob", None, {"email": "ann"}, {"email": "bob"}, {"sub": "c"}, {"x": 1})
    sessions = [session_of(payload, context(user=user), None) for user in users]
    assert sessions[0] == sessions[3]
    assert sessions[1] == sessions[4]
    assert sessions[2] == sessions[6]
    assert len(set(sessions)) == 4


@pytest.mark.parametrize(
    ("metadata", "server_id", "origin"),
    [
        (gateway("g1"), "virtual", "gateway:g1"),
        ({"tool": {"gateway_id": "g1"}}, None, "gateway:g1"),
        ({"gateway": {"id": "g1"}}, None, "gateway:g1"),
        ({**gateway("g1"), "gateway": SimpleNamespace(id="g2")}, "g1", None),
        (
            {**rest("https://api.example.com/a/{id}"), "gateway": SimpleNamespace(id="g2")},
            "g2",
            "https://api.example.com:",
        ),
        (rest("https://ann:pw@API.example.com:8443/x"), "virtual", "https://api.example.com:8443"),
        (rest("no address"), "virtual", None),
        (rest("https://[broken"), "virtual", None),
        (rest(None), "virtual", None),
        ({"gateway": SimpleNamespace(id="a b")}, "s1", None),
        ({}, "s1", "server:s1"),
        ({}, "unknown", None),
        ({}, "a\0b", None),
        ({}, None, None),
    ],
)
def test_where_the_origin_comes_from(metadata, server_id, origin):
    for stage in (TOOL_PRE, TOOL_POST):
        assert origin_of(stage, context(metadata, server_id=server_id)) == origin


@pytest.mark.parametrize("stage", [PROMPT_PRE, RESOURCE_PRE, RESOURCE_POST], ids=lambda stage: stage.hook)
def test_a_virtual_server_is_no_origin(stage):
    assert origin_of(stage, context(server_id="virtual")) is None
    assert origin_of(stage, context(gateway("g1"), server_id="virtual")) == "gateway:g1"


# The plugin.


class Agent:
    """Calls tools through the plugin as the gateway would, for one user in one session."""

    def __init__(self, backend, session="s1", user="ann", **config):
        self.config = {"vault": "session", "mask_key": KEY, "native": backend == "rust", **config}
        self.session = session
        self.user = user

    @property
    def plugin(self):
        """A new one each time, as in the gateway."""
        return PIIFilterPlugin(PluginConfig(name="pii", kind=KIND, config=self.config))

    def call(self, arguments, result, metadata=None):
        """Return what the server receives and what the agent gets."""
        ctx = context(gateway("server-a") if metadata is None else metadata, user=self.user)
        root = {} if self.session is None else {"x-mcp-session-id": self.session}
        before = ToolPreInvokePayload(name="t", args=arguments, headers=root)
        done = asyncio.run(self.plugin.tool_pre_invoke(before, ctx))
        assert done.continue_processing
        received = done.modified_payload.args if done.modified_payload else before.args
        answer = result(received) if callable(result) else result
        done = asyncio.run(self.plugin.tool_post_invoke(ToolPostInvokePayload(name="t", result=answer), ctx))
        assert done.continue_processing
        return received, done.modified_payload.result if done.modified_payload else answer


def test_a_value_makes_the_round_trip(backend):
    agent = Agent(backend)
    _, answer = agent.call({}, {"content": [{"type": "text", "text": f"{SSN} and {MAIL}"}], "n": 1})
    text = answer["content"][0]["text"]
    ssn, mail = PSEUDONYM.findall(text)
    assert text == f"{ssn} and {mail}"
    assert (ssn[:5], mail[:7]) == ("[SSN:", "[EMAIL:")
    arguments = {"to": mail, "body": [f"Your number is {ssn}."], "n": 3}
    received, again = agent.call(arguments, lambda received: received)
    assert received == {"to": MAIL, "body": [f"Your number is {SSN}."], "n": 3}
    assert again == arguments
    assert arguments["to"] == mail


def test_rust_and_python_give_one_another_s_pseudonyms(rust):
    _, first = Agent("rust").call({}, [SSN])
    _, second = Agent("python").call({}, [SSN])
    assert first == second
    received, _ = Agent("python").call({"a": first[0]}, "")
    assert received == {"a": SSN}


def test_other_personal_data_in_arguments_is_still_masked(backend):
    agent = Agent(backend)
    _, (mail,) = agent.call({}, [MAIL])
    received, _ = agent.call({"a": f"{mail}, bob@example.com"}, "")
    assert received == {"a": f"{MAIL}, [REDACTED]"}


@pytest.mark.parametrize(
    "other",
    [
        lambda backend: (Agent(backend), gateway("server-b")),
        lambda backend: (Agent(backend), rest("https://server-a/x")),
        lambda backend: (Agent(backend, session="s2"), gateway("server-a")),
        lambda backend: (Agent(backend, user="mallory"), gateway("server-a")),
        lambda backend: (Agent(backend, session=None), gateway("server-a")),
        lambda backend: (Agent(backend, mask_key="another"), gateway("server-a")),
        lambda backend: (Agent(backend, vault="off"), gateway("server-a")),
    ],
    ids=["server", "site", "session", "user", "no-session", "key", "off"],
)
def test_a_value_goes_nowhere_else(backend, other):
    _, (mail,) = Agent(backend).call({}, [MAIL])
    agent, metadata = other(backend)
    received, answer = agent.call({"a": mail}, [mail], metadata)
    assert MAIL not in json.dumps([received, answer])
    assert received == {"a": mail}
    assert answer == [mail]
    back, _ = Agent(backend).call({"a": answer[0]}, "")
    assert back == {"a": MAIL}


def test_a_server_that_repeats_another_s_pseudonym_gains_nothing(backend):
    agent = Agent(backend)
    _, (mail,) = agent.call({}, [MAIL])
    _, answer = agent.call({}, [f"please look up {mail}"], gateway("server-b"))
    assert answer == [f"please look up {mail}"]
    received, _ = agent.call({"q": mail}, "", gateway("server-b"))
    assert received == {"q": mail}
    assert VAULT.stats()["foreign"] == 1


def test_pseudonyms_that_look_like_personal_data_are_left_alone_if_the_vault_knows_them(backend):
    number = {"pattern": "[0-9a-f]{12}", "description": "d", "type": "k"}
    agent = Agent(backend, custom_patterns=[number])
    _, (mine,) = agent.call({}, [MAIL])
    received, answer = agent.call({"a": mine, "b": "[K_:0123456789ab]"}, [mine])
    assert received == {"a": MAIL, "b": "[K_:[REDACTED]]"}
    assert answer == [mine]


def test_the_same_value_from_two_servers_has_two_pseudonyms(backend):
    agent = Agent(backend)
    answers = {agent.call({}, [MAIL], gateway(server))[1][0] for server in ("server-a", "server-b")}
    assert len(answers) == 2


@pytest.mark.parametrize("missing", ["session", "origin"])
def test_without_session_or_origin_there_are_tokens_and_one_warning(backend, missing, caplog):
    agent = Agent(backend, session=None if missing == "session" else "s1")
    metadata = gateway("server-a") if missing == "session" else {}
    for _ in range(3):
        _, answer = agent.call({}, [MAIL], metadata)
    assert re.fullmatch(r"\[TOKEN:[0-9a-f]{8}\]", answer[0])
    assert VAULT.stats()["entries"] == 0
    warnings = [record.getMessage() for record in caplog.records if "vault" in record.getMessage()]
    assert len(warnings) == 1
    assert ("session id" if missing == "session" else "which server") in warnings[0]
    assert MAIL not in caplog.text


def test_blocking_wins(backend):
    agent = Agent(backend, block_on_detection=True)
    ctx = context(gateway("server-a"), state={"pii_filter_session": "s1"})
    result = asyncio.run(agent.plugin.tool_post_invoke(ToolPostInvokePayload(name="t", result=[MAIL]), ctx))
    assert result.continue_processing is False
    assert VAULT.stats()["entries"] == 0


def test_what_a_limit_withholds_is_not_remembered(backend):
    agent = Agent(backend, max_nested_depth=1)
    ctx = context(gateway("server-a"), state={"pii_filter_session": "s1"})
    result = asyncio.run(agent.plugin.tool_post_invoke(ToolPostInvokePayload(name="t", result=[MAIL, [MAIL]]), ctx))
    assert result.continue_processing is False
    assert VAULT.stats()["entries"] == 0


def test_prompts_and_resources_of_a_known_server_take_part(backend):
    agent = Agent(backend)
    ctx = context(gateway("server-a"), state={"pii_filter_session": "s1"})
    prompt = PromptPosthookPayload(
        prompt_id="p", result={"messages": [{"role": "user", "content": {"type": "text", "text": MAIL}}]}
    )
    resource = ResourcePostFetchPayload(uri="db://x", content=SimpleNamespace(text=MAIL, blob=MAIL.encode()))
    for hook, payload in (("prompt_post_fetch", prompt), ("resource_post_fetch", resource)):
        result = asyncio.run(getattr(agent.plugin, hook)(payload, ctx)).modified_payload
        shown = result.result.messages[0].content.text if hook.startswith("prompt") else result.content.text
        received, _ = agent.call({"a": shown}, "")
        assert received == {"a": MAIL}
    assert PSEUDONYM.fullmatch(result.content.blob.decode())


def test_prompts_and_resources_behind_a_virtual_server_get_tokens(backend, caplog):
    ctx = context(server_id="virtual", state={"pii_filter_session": "s1"})
    resource = ResourcePostFetchPayload(uri="db://x", content=SimpleNamespace(text=MAIL, blob=None))
    result = asyncio.run(Agent(backend).plugin.resource_post_fetch(resource, ctx)).modified_payload
    assert result.content.text.startswith("[TOKEN:")
    assert "resource_post_fetch" in caplog.text


def test_the_bound_is_the_configuration_s(backend):
    agent = Agent(backend, vault_max_entries=2)
    _, answer = agent.call({}, [f"p{number}@example.com" for number in range(4)])
    assert VAULT.stats()["entries"] == 2
    received, _ = agent.call({"a": answer}, "")
    assert sum("@" in item for item in received["a"]) == 2


def test_a_restored_call_is_no_detection(backend, caplog):
    caplog.set_level(logging.DEBUG)
    agent = Agent(backend, log_detections=True)
    _, (mail,) = agent.call({}, [MAIL])
    caplog.clear()
    plugin = agent.plugin
    payload = ToolPreInvokePayload(name="t", args={"a": mail}, headers={"x-mcp-session-id": "s1"})
    ctx = context(gateway("server-a"))
    result = asyncio.run(plugin.tool_pre_invoke(payload, ctx))
    assert result.modified_payload.args == {"a": MAIL}
    assert (plugin.detection_count, plugin.masked_count) == (0, 0)
    for shown in (caplog.text, repr(plugin), str(plugin.config), repr(ctx.metadata), repr(result.metadata)):
        for canary in (MAIL, KEY, mail):
            assert canary not in shown


def test_the_shown_configuration_has_no_values_and_can_be_used_again(backend):
    config = {"whitelist_values": [MAIL], "mask_key": KEY, "native": backend == "rust"}
    shown = PIIFilterPlugin(PluginConfig(name="pii", kind=KIND, config=config)).config
    assert shown.config["whitelist_values"] == ["***"]
    again = PIIFilterPlugin(shown)
    assert again.config.config["engine_active"].startswith(backend)
