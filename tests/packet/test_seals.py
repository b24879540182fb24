"""Time-stamp tokens: what openssl takes we take, what it refuses we refuse, whatever is bent, cut or exchanged."""

from __future__ import annotations

import shutil
import time
from calendar import timegm
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidencelog.packet import seals, verify_seals
from evidencelog.packet.stamp_server import BadServer, Unreachable, ask, checked_url
from tests.packet.time_stamping import make_authority, openssl_verifies, serving, unreadable

pytestmark = pytest.mark.usefixtures("english")
MESSAGE = b"the log as it stands"
DIGEST = sha256(MESSAGE).digest()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority):
    with serving(authority) as running:
        yield running


@pytest.fixture(scope="module")
def good(authority):
    """A request and the right answer to it."""
    asked = seals.request(MESSAGE)
    return asked, authority.reply(asked.message)


def roots(authority, name="root"):
    return authority.file(name).read_text()


def test_a_good_token_is_checked_to_the_root_that_was_named(authority, good):
    asked, reply = good
    stamp = seals.check("url", reply, asked, roots(authority))
    assert (stamp.checked, stamp.authority, stamp.why_unchecked) == (True, "Example signer", "")
    assert abs(time.time() - timegm(time.strptime(stamp.at, "%Y-%m-%dT%H:%M:%SZ"))) < 60
    assert openssl_verifies(reply, authority.file("root"), DIGEST.hex())


@pytest.mark.parametrize("chain", ["none", "between", "chain"])
@pytest.mark.parametrize("root", ["root", "between", "chain", "signer", "other"])
def test_chains_hold_exactly_where_openssl_says_so(authority, chain, root):
    asked = seals.request(MESSAGE)
    reply = authority.reply(asked.message, chain=chain)
    ours = verify_seals.fault(reply, verify_seals.certificates(roots(authority, root)), DIGEST)
    theirs = openssl_verifies(reply, authority.file(root), DIGEST.hex(), "-partial_chain")
    assert (ours == "") is theirs
    assert ours in ("", "seal_chain")


@pytest.mark.parametrize("signer", ["p256", "p384"])
@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_elliptic_signatures(authority, signer, digest):
    asked = seals.request(MESSAGE)
    reply = authority.reply(asked.message, signer=signer, chain="p256-chain", digest=digest)
    known = verify_seals.certificates(roots(authority, "p256-root"))
    assert verify_seals.fault(reply, known, DIGEST) == ""
    bent = reply[:-1] + bytes([reply[-1] ^ 1])
    assert verify_seals.fault(bent, known, DIGEST) == "seal_signature"
    assert seals.check("url", reply, asked, roots(authority, "p256-root")).checked


@pytest.mark.parametrize("digest", ["sha384", "sha512"])
def test_longer_digests_with_rsa(authority, digest):
    asked = seals.request(MESSAGE)
    reply = authority.reply(asked.message, digest=digest)
    assert seals.check("url", reply, asked, roots(authority)).checked
    assert openssl_verifies(reply, authority.file("root"), DIGEST.hex())


@pytest.mark.parametrize("chain", ["crossed", "crossed-only"])
@pytest.mark.parametrize("root", ["root", "elder"])
def test_a_root_that_another_root_signed_too(authority, root, chain):
    asked = seals.request(MESSAGE)
    reply = authority.reply(asked.message, chain=chain)
    assert verify_seals.fault(reply, verify_seals.certificates(roots(authority, root)), DIGEST) == ""
    stamp = seals.check("url", reply, asked, roots(authority, root))
    assert stamp.checked is openssl_verifies(reply, authority.file(root), DIGEST.hex())
    assert stamp.checked is not (root == "elder" and chain == "crossed")  # a way openssl does not look for


def test_a_curve_this_program_does_not_know_is_left_to_openssl(authority):
    asked = seals.request(MESSAGE)
    reply = authority.reply(asked.message, signer="p521", chain="p256-chain")
    stamp = seals.check("url", reply, asked, roots(authority, "p256-root"))
    assert (stamp.checked, stamp.authority) == (False, "")
    assert stamp.why_unchecked
    assert openssl_verifies(reply, authority.file("p256-root"), DIGEST.hex())


@pytest.mark.parametrize(("mode", "words"), [
    ("expired", "not valid at"),
    ("other data", "another digest"),
    ("other nonce", "does not repeat the number"),
    ("bent", "signature"),
    ("refusing", "refuses to give a token: not today"),
    ("page", "no time-stamp token"),
    ("empty", "no time-stamp token"),
])  # fmt: skip
def test_what_does_not_hold_is_refused_and_named(authority, server, mode, words):
    server.mode = mode
    asked = seals.request(MESSAGE)
    reply = ask(server.url, asked.message, seconds=10)
    with pytest.raises(seals.Untrusted, match=words) as caught:
        seals.check(server.url, reply, asked, roots(authority))
    assert str(caught.value).startswith(server.url)


def test_another_root_of_the_same_name_is_refused(authority, good):
    asked, reply = good
    with pytest.raises(seals.Untrusted, match="does not lead to the root"):
        seals.check("url", reply, asked, roots(authority, "other"))
    assert not openssl_verifies(reply, authority.file("other"), DIGEST.hex())


def test_without_a_root_the_topmost_certificate_sent_along_is_taken(authority):
    for chain, top in (("chain", "root"), ("between", "between"), ("none", "signer")):
        asked = seals.request(MESSAGE)
        stamp = seals.check("url", authority.reply(asked.message, chain=chain), asked, "")
        assert stamp.checked
        assert stamp.roots == roots(authority, top)


def test_an_expired_certificate_does_not_hurt_a_token_from_before_it_ended(authority, good):
    _asked, reply = good
    token = verify_seals.read(reply)
    signer = verify_seals.signer_of(token)
    known = verify_seals.certificates(roots(authority))
    for at, holds in ((signer.begins, True), (signer.ends, True)):
        assert bool(verify_seals.chain_of(token._replace(at=at), signer, known)) is holds
    from datetime import timedelta

    for at in (signer.begins - timedelta(seconds=1), signer.ends + timedelta(seconds=1)):
        assert verify_seals.chain_of(token._replace(at=at), signer, known) == []


def test_certificates_in_any_order_are_put_in_order_for_the_library_and_nothing_else_changes(good):
    from rfc3161_client import decode_timestamp_response

    _asked, reply = good
    ordered = seals.in_order(reply)
    assert len(ordered) == len(reply)
    assert verify_seals.read(ordered)._replace(certificates=[]) == verify_seals.read(reply)._replace(certificates=[])
    assert sorted(verify_seals.read(reply).certificates) == verify_seals.read(ordered).certificates
    assert decode_timestamp_response(ordered).tst_info.message_imprint.message == DIGEST


def test_a_token_that_cannot_be_read_is_kept_unchecked(good, authority):
    asked, reply = good
    stamp = seals.check("url", unreadable(reply), asked, roots(authority))
    assert (stamp.at, stamp.checked, stamp.roots) == ("", False, roots(authority))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_bent_byte_passes_and_none_breaks_the_reader(good, authority, data):
    _asked, reply = good
    at = data.draw(st.integers(0, len(reply) - 1))
    bent = reply[:at] + bytes([reply[at] ^ data.draw(st.integers(1, 255))]) + reply[at + 1 :]
    known = verify_seals.certificates(roots(authority))
    try:
        verdict = verify_seals.fault(bent, known, DIGEST)
    except verify_seals.UNREADABLE:
        return
    if verdict == "" and at > 8:
        assert _unsigned(reply, at)


def _unsigned(reply, at):
    """Whether a byte stands where nothing is signed: the frame, certificates beside the chain, unsigned attributes."""
    token = verify_seals.read(reply)
    signed = [token.content, token.signer.parts()[3].whole[1:], token.signer.parts()[5].whole]
    signed += [verify_seals.certificate(raw).signed for raw in token.certificates[:2]]
    return not any(reply.index(piece) <= at < reply.index(piece) + len(piece) for piece in signed)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_told_from_a_token(content):
    with pytest.raises(verify_seals.UNREADABLE):
        verify_seals.fault(content, [], DIGEST)
    with pytest.raises(seals.Untrusted):
        seals.check("url", content, seals.Request(b"", DIGEST, 1), "")


def test_a_certificate_that_is_not_for_time_stamps_does_not_seal(authority, good, monkeypatch):
    _asked, reply = good
    monkeypatch.setattr(verify_seals, "TIME_STAMPING", "1.3.6.1.5.5.7.3.3")
    assert verify_seals.fault(reply, verify_seals.certificates(roots(authority)), DIGEST) == "seal_signature"


@pytest.mark.parametrize("content", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                                     b"\x30\x03\x02\x01\x00", bytes(2 << 20)])  # fmt: skip
def test_a_file_without_certificates_is_refused(content):
    with pytest.raises(seals.BadRoots):
        seals.roots_of(content, "root.pem")


@pytest.mark.parametrize(("name", "shown"), [
    ("Example TSA Ü 1", "Example TSA Ü 1"), ("某时间戳机构", "某时间戳机构"), ("a\x1b[31m\u202eb\nc", "ab c"), ("سلطة", "????"), ("x" * 500, "x" * 120),
])  # fmt: skip
def test_a_name_from_a_certificate_is_harmless(name, shown):
    assert seals.printable(name) == shown


def test_roots_are_taken_in_both_forms(authority):
    from ssl import PEM_cert_to_DER_cert

    text = roots(authority)
    assert seals.roots_of(PEM_cert_to_DER_cert(text), "x") == text
    assert seals.roots_of(b"a remark\n" + roots(authority, "chain").encode(), "x") == roots(authority, "chain")


def test_the_request_goes_to_the_named_server_alone_and_says_nothing_of_us(server):
    asked = seals.request(MESSAGE)
    ask(server.url + "tsa?policy=1", asked.message, seconds=10)
    ((path, headers, body),) = server.seen
    assert (path, body) == ("/tsa?policy=1", asked.message)
    assert set(headers) == {"Host", "Accept-Encoding", "Content-Length", "Content-Type", "Accept"}
    assert MESSAGE not in body
    assert DIGEST in body


def test_proxies_of_the_environment_are_not_used(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    assert ask(server.url, seals.request(MESSAGE).message, seconds=10)


@pytest.mark.parametrize("mode", ["slow", "dripping"])
def test_a_slow_server_is_given_up_in_time(server, mode):
    server.mode = mode
    begun = time.monotonic()
    with pytest.raises(Unreachable, match=r"no answer within 0\.4 seconds|in time"):
        ask(server.url, b"x", seconds=0.4)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("mode", "words"), [("moved", "not followed"), ("broken", "status 500"), ("huge", "larger than 262144")]
)
def test_odd_answers_are_no_answers(server, mode, words):
    server.mode = mode
    with pytest.raises(Unreachable, match=words):
        ask(server.url, seals.request(MESSAGE).message, seconds=10)
    assert len(server.seen) == 1


def test_a_dead_server_and_a_name_nobody_has(server):
    port = server.url.rpartition(":")[2]
    with serving(server.authority) as gone:
        dead = gone.url
    with pytest.raises(Unreachable, match="refused"):
        ask(dead, b"x", seconds=5)
    with pytest.raises(Unreachable):
        ask(f"http://no-such-host.invalid:{port}", b"x", seconds=5)
    with pytest.raises(Unreachable):
        ask(server.url.replace("http:", "https:"), b"x", seconds=5)  # speaks no TLS


@pytest.mark.parametrize("url", ["", "tsa.example.org", "ftp://tsa.example.org/", "http://", "http://u:p@tsa.example.org/", "http://[::1",
                                 "http://tsa.example.org:99999/", "http://a b/", "http://例.org/", "http://a/#x", "http://a/\r\nX: y",
                                 "http://" + "a" * 600])  # fmt: skip
def test_addresses_that_are_none(url):
    with pytest.raises(BadServer) as caught:
        checked_url(url)
    assert "\n" not in str(caught.value)


def test_the_tool_that_answers_is_there():
    assert shutil.which("openssl")
