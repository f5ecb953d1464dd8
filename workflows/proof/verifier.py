"""Verifies an export of Zhibu with the standard library alone: `python verify.py FOLDER`, from a copy of this one file.

It says yes (exit 0), or everything that is wrong (1), or why the folder cannot be judged (2). An export is a folder:
manifest.json    format, origin, made_at, cases [[case, first number, last number]], files {name: hash}, consistency (proof from
                 since.note to checkpoint.note, RFC 9162, 2.1.4), whole (no entry between them left out), hashes {entries, log}:
                 the functions over entries, texts and attached files, and over everything else
manifest.note    signed: the format, the origin and the manifest's hash in Base64, a line each
checkpoint.note  the signed checkpoint; since.note an older one, unless the log is given from its beginning
entries.jsonl    {index, sealed, texts, path} in the log's order: the entry's place; the bytes its hash is taken over, a list of the
                 columns HASHED; {field: [salt, text]}, hash(salt + text) being the entry's commitment; the inclusion proof, if
                 leaves.txt has no leaf (RFC 9162, 2.1.3). While sealed: index, path, withheld {case_id, number, hash}
leaves.txt       the leaves between the two, hash(00 + entry's hash), or no file; attached/HASH files; key.txt the log's key
JSON is canonical: sorted keys, no blanks, no floats. Signatures are Ed25519 in C2SP signed notes. Hashes are SHA-256 or SM3.
"""

import argparse
import base64
import hashlib
import json
import re
import struct
import sys
from collections import Counter, namedtuple
from functools import reduce
from pathlib import Path

FORMAT = "zhibu-export/1"
HASHED = """case_id number kind step form_version act_on recorded_at mode actor_person_id actor_post actor_office
actor_organisation_id actor_path stage_before stage_after outcome facts commitments findings editions overlays readings
calendar files refers_to previous_hash""".split()  # noqa: SIM905
SECTIONS = {"manifest": "清单", "checkpoint": "检查点", "log": "日志", "entry": "记录"}
SECTIONS |= {"chain": "案件链", "text": "原文附件"}
WITHHELD = {"kind": None, "refers_to": None, "commitments": "{}", "files": "[]", "previous_hash": ""}
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
N_ = str  # marks a text for the product's catalogue of translations
Entry = namedtuple("Entry", "case number kind refers_to index hash previous commitments attached texts path erases")


class Bad(ValueError):
    """Something is not written as it must be; the reason is a text for people."""


def sm3(data):
    """GB/T 32905-2016."""
    mask = 0xFFFFFFFF

    def rol(word, by):
        return (word << by % 32 | word >> 32 - by % 32) & mask

    state = struct.unpack(">8I", bytes.fromhex("7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e"))
    data += b"\x80" + bytes(-(len(data) + 9) % 64) + (len(data) * 8).to_bytes(8, "big")
    for place in range(0, len(data), 64):
        w = list(struct.unpack(">16I", data[place : place + 64]))
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rol(w[j - 3], 15)
            w.append(x ^ rol(x, 15) ^ rol(x, 23) ^ rol(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            turned = rol(a, 12)
            one = rol(turned + e + rol(0x79CC4519 if j < 16 else 0x7A879D8A, j) & mask, 7)
            ff, gg = (a ^ b ^ c, e ^ f ^ g) if j < 16 else (a & b | a & c | b & c, e & f | ~e & g)
            left, right = ff + d + (one ^ turned) + (w[j] ^ w[j + 4]) & mask, gg + h + one + w[j] & mask
            a, b, c, d, e, f, g, h = left, a, rol(b, 9), c, right ^ rol(right, 9) ^ rol(right, 17), e, rol(f, 19), g
        state = [old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True)]
    return struct.pack(">8I", *state)


HASHES = {"sha256": lambda data: hashlib.sha256(data).digest(), "sm3": sm3}
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT_OF_MINUS_ONE = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)


def point(raw):
    """A point of the curve from its 32 bytes (RFC 8032, 5.1.3)."""
    y, sign = int.from_bytes(raw, "little") & (1 << 255) - 1, raw[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT_OF_MINUS_ONE % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        raise Bad(N_("签名或公钥不是曲线上的点"))
    return x if x & 1 == sign else P - x, y


def add(p, q):
    product = D * p[0] * q[0] * p[1] * q[1] % P
    inverse = pow(1 - product * product, -1, P)
    x, y = (p[0] * q[1] + q[0] * p[1]) * (1 - product), (p[1] * q[1] + p[0] * q[0]) * (1 + product)
    return x * inverse % P, y * inverse % P


def times(scalar, p):
    found = 0, 1
    for bit in f"{scalar:b}":
        found = add(add(found, found), p) if bit == "1" else add(found, found)
    return found


def ed25519(key, signature, message):
    """Whether the signature is right (RFC 8032, 5.1.7); Bad where it is no signature at all."""
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return s < L and times(s, point(b"\x58" + b"\x66" * 31)) == add(r, times(k, a))


def public_key(text):
    """(name, id, kind, key) from `name+id+base64`; kind 1 signs the text, kind 4 cosigns it with the moment."""
    found = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})", text.strip())
    raw = base64.b64decode(found[3]) if found else b""
    number = hashlib.sha256(found[1].encode() + b"\n" + raw).digest()[:4] if raw[:1] in (b"\1", b"\4") else b""
    if not found or number.hex() != found[2]:
        raise Bad(N_("公钥的写法不对，或编号与内容不符"))
    return found[1], number, raw[0], raw[1:]


def opened(note, keys, origin):
    """(text, [keys that signed it]) of a signed note that the log itself has signed."""
    body, blank, rest = note.decode().rpartition("\n\n")
    if not blank or not rest.endswith("\n") or any(byte < 32 and byte != 10 for byte in note):
        raise Bad(N_("应为正文、一个空行和以换行结尾的签名"))
    text, signers, seen = (body + "\n").encode(), [], set()
    for line in rest[:-1].split("\n"):
        name, _, signature = line.removeprefix("— ").partition(" ")
        raw = base64.b64decode(signature, validate=True)
        if line != f"— {name} {base64.b64encode(raw).decode()}" or len(raw) < 5 or (name, raw[:4]) in seen:
            raise Bad(N_("有一行签名的写法不对，或同一密钥签了两次"))
        seen.add((name, raw[:4]))
        for key in (key for key in keys if key[:2] == (name, raw[:4])):
            moment = b"cosignature/v1\ntime %d\n" % int.from_bytes(raw[4:12], "big") if key[2] == 4 else b""
            if len(raw) != 68 + 8 * bool(moment) or not ed25519(key[3], raw[-64:], moment + text):
                raise Bad(N_("签名与正文不符：正文或签名已变"))
            signers.append(key)
    if (origin, 1) not in [(key[0], key[2]) for key in signers]:
        raise Bad(N_("没有这一日志的可信密钥的签名"))
    return text.decode(), signers


class Tree(namedtuple("Tree", "digest")):
    """The hashes of RFC 9162, roots from leaves, and its two proofs."""

    def node(self, left, right):
        return self.digest(b"\1" + left + right)

    def fold(self, peaks):
        """The root over perfect subtrees, largest first."""
        return reduce(lambda root, peak: self.node(peak, root), reversed(peaks)) if peaks else self.digest(b"")

    def roots(self, size, peaks, leaves, sizes):
        """{size: root} for those of `sizes` that are met while leaves are added to a tree given by its subtrees."""
        peaks, found = list(peaks), {size: self.fold(peaks)}
        for each in leaves:
            way, size = size, size + 1
            while way & 1:
                each, way = self.node(peaks.pop(), each), way >> 1
            peaks.append(each)
            found |= {size: self.fold(peaks)} if size in sizes else {}
        return found

    def included(self, reached, index, path, size, root):
        ways = beside((index, index + 1), size)
        for (begin, _), each in zip(ways, path, strict=False):
            reached = self.node(reached, each) if begin > index else self.node(each, reached)
        return len(ways) == len(path) and reached == root

    def grown(self, first, old_root, second, new_root, proof):
        """The perfect subtrees of the older tree, largest first, if the proof shows that it begins the newer one, else None."""
        if first in (0, second):
            return [] if not proof and old_root == (new_root if first else self.fold([])) else None
        edge = first & (first - 1), first
        ways, proof = beside(edge, second), list(proof if edge[0] else [old_root, *proof])
        if len(proof) != len(ways) + 1:
            return None
        new = proof[0]
        for (begin, _), each in zip(ways, proof[1:], strict=True):
            new = self.node(new, each) if begin >= first else self.node(each, new)
        peaks = [proof[0], *(each for (begin, _), each in zip(ways, proof[1:], strict=True) if begin < first)][::-1]
        return peaks if (self.fold(peaks), new) == (old_root, new_root) else None


def beside(part, size):
    """The subtrees beside the way from a subtree up to the root, as (begin, end)."""
    begin, end, found = 0, size, []
    while (begin, end) != part:
        middle = begin + (1 << (end - begin - 1).bit_length() - 1)
        found.insert(0, (middle, end) if part[1] <= middle else (begin, middle))
        begin, end = (begin, middle) if part[1] <= middle else (middle, end)
    return found


def parsed(raw):
    """Canonical JSON and nothing else."""
    value = json.loads(raw)
    if json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() != raw:
        raise Bad(N_("不是规范的 JSON"))
    return value


def why(bad):
    return str(bad) if isinstance(bad, Bad) else N_("写法与格式不符")


class Verification:
    """An export as {name: bytes}, and what is `said` of it: (section, sentence, entry, message, facts)."""

    def __init__(self, files, keys=()):
        self.files, self.said = files, []
        try:
            manifest = parsed(files["manifest.json"])
            self.origin, hashes, self.whole = manifest["origin"], manifest["hashes"], manifest["whole"]
            self.digest, self.tree = HASHES[hashes["entries"]], Tree(HASHES[hashes["log"]])
            self.suffix = "" if hashes["log"] == "sha256" else f"hash {hashes['log']}\n"
            self.cases = {case: range(first, last + 1) for case, first, last in manifest["cases"]}
            self.proof = [bytes.fromhex(each) for each in manifest["consistency"]]
            self.listed = {name: bytes.fromhex(each) for name, each in manifest["files"].items()}
            if manifest["format"] != FORMAT or not self.origin.strip():
                raise Bad
        except MALFORMED:
            raise Bad(N_("没有 manifest.json，或它不是本格式的清单")) from None
        self.keys = keys or [public_key(files.get("key.txt", b"").decode())]
        if not keys:
            self.say("", None, N_("公钥取自导出本身，须另行核对：%(key)s"), key=files["key.txt"].decode().strip())

    def say(self, section, about, message, **facts):
        place = f"案件 {about.case} 第 {about.number} 条（日志序号 {about.index}）" if about else ""
        self.said.append((section, place + message % facts, about, message, facts))

    def run(self, against=()):
        """Looks for everything there is to find; `against` are (name, bytes) of older checkpoints kept elsewhere."""
        self.of_manifest()
        until = self.checkpoint("checkpoint.note", self.files.get("checkpoint.note", b""), self.keys)
        note = self.files.get("since.note")
        since = self.checkpoint("since.note", note) if note else (0, self.tree.fold([]))
        older = [(each, name) for name, note in against if (each := self.checkpoint(name, note))]
        self.entries = list(self.rows("entries.jsonl", lambda line: self.entry(**parsed(line))))
        leaves = list(self.rows("leaves.txt", lambda line: bytes.fromhex(line.decode())))
        if since and until:
            roots = self.of_log(since, until, leaves, {until[0], *(size for (size, _), _ in older)})
            self.of_places(since[0], *until, leaves)
            self.of_older(older, until[0], roots)
        self.of_chains({(each.case, each.number): each for each in self.entries})
        self.of_texts()
        self.counts = {"manifest": len(self.listed), "entry": len(self.entries), "chain": len(self.cases)}
        self.counts |= {"log": until[0] if until else 0, "checkpoint": 1 + ("since.note" in self.files) + len(against)}
        self.counts["text"] = sum(len(each.texts) + len(each.attached) for each in self.entries)
        return self

    def rows(self, name, made):
        for number, line in enumerate(self.files.get(name, b"").splitlines(), 1):
            try:
                yield made(line)
            except MALFORMED as bad:
                self.say("entry", None, N_("%(name)s 第 %(line)s 行：%(why)s"), name=name, line=number, why=why(bad))

    def entry(self, index, sealed=None, texts=None, path=None, withheld=None):
        raw = None if withheld else sealed.encode()
        row = dict(zip(HASHED, parsed(raw), strict=True)) if raw else {**withheld, **WITHHELD}
        commitments = {name: bytes.fromhex(text) for name, text in parsed(row["commitments"].encode()).items()}
        attached = [bytes.fromhex(text).hex() for text in parsed(row["files"].encode())]
        texts = {name: bytes.fromhex(salt) + text.encode() for name, (salt, text) in (texts or {}).items()}
        path = [bytes.fromhex(each) for each in path] if path is not None else None
        if any(type(each) is not int or each < 0 for each in (index, row["case_id"], row["number"])):
            raise Bad(N_("编号应为自然数"))
        names = row["case_id"], row["number"], row["kind"], str(row["refers_to"]), index
        hashes = self.digest(raw) if raw else bytes.fromhex(row["hash"]), bytes.fromhex(row["previous_hash"])
        erases = map(str, parsed(row["facts"].encode())["facts"]["fields"]) if row["kind"] == "erasure" else ()
        return Entry(*names, *hashes, commitments, attached, texts, path, list(erases))

    def signed(self, section, name, note, lines, needed=()):
        """What a note says in these lines, if the log itself has signed it; `needed` keys must have signed it too."""
        try:
            text, signers = opened(note, self.keys, self.origin)
            for key in (key for key in needed if key not in signers):
                self.say(section, None, N_("%(name)s 没有“%(key)s”的副署"), name=name, key=key[0])
            if not (found := re.fullmatch(lines, text)):
                raise Bad(N_("签名有效，但所签的不是本日志的检查点或这份清单"))
            return found
        except ValueError as bad:
            self.say(section, None, N_("%(name)s：%(why)s"), name=name, why=why(bad))

    def checkpoint(self, name, note, needed=()):
        lines = rf"{re.escape(self.origin)}\n(0|[1-9][0-9]{{0,18}})\n([A-Za-z0-9+/]{{43}}=)\n{self.suffix}"
        found = self.signed("checkpoint", name, note, lines, needed)
        return found and (int(found[1]), base64.b64decode(found[2]))

    def of_manifest(self):
        digest = base64.b64encode(self.tree.digest(self.files["manifest.json"])).decode()
        lines = re.escape(f"{FORMAT}\n{self.origin}\n{digest}\n")
        self.signed("manifest", "manifest.note", self.files.get("manifest.note", b""), lines)
        for name in sorted({*self.listed, *self.files} - {"manifest.json", "manifest.note"}):
            if name not in self.files:
                self.say("manifest", None, N_("缺少文件 %(name)s"), name=name)
            elif self.tree.digest(self.files[name]) != self.listed.get(name):
                self.say("manifest", None, N_("文件 %(name)s 与清单不符：内容已变，或不在清单之内"), name=name)

    def of_log(self, since, until, leaves, sizes):
        """{size: root} of the log, as far as the export shows it."""
        peaks = self.tree.grown(*since, *until, self.proof) if since[0] <= until[0] else None
        if peaks is None:
            facts = {"since": since[0], "until": until[0], "entries": self.names(0, since[0])}
            self.say("log", None, N_("前 %(until)s 项的日志不由前 %(since)s 项延续而来，涉及：%(entries)s"), **facts)
            return dict([until])
        if "leaves.txt" in self.listed and since[0] < until[0]:
            found = self.tree.roots(since[0], peaks, leaves, sizes)
            if len(leaves) == until[0] - since[0] and found[until[0]] == until[1]:
                return found
            self.say("log", None, N_("leaves.txt 的叶不能合成检查点的树根"))
        return dict([since, until])

    def of_places(self, since, size, root, leaves):
        """Whether every entry stands where it says, and none is left out of a whole log."""
        indexes = [each.index for each in self.entries]
        for last, each in zip([-1, *indexes], self.entries, strict=False):
            leaf, path, index = self.tree.digest(b"\0" + each.hash), each.path, each.index
            given = leaves[index - since : index - since + 1] if index >= since else []
            proved = path is None or (index < size and self.tree.included(leaf, index, path, size, root))
            if index <= last:
                self.say("entry", each, N_("次序不对，或位置重复"))
            if index >= size:
                self.say("entry", each, N_("在检查点之后：检查点只到前 %(size)s 项"), size=size)
            elif path is None and not given:
                self.say("entry", each, N_("没有收录证明"))
            elif not proved or given not in ([], [leaf]):
                self.say("entry", each, N_("与检查点不符：内容或位置已变"))
        for index in sorted({*range(since, min(size, since + len(leaves)))} - {*indexes}) if self.whole else ():
            self.say("entry", None, N_("日志序号 %(index)s 没有对应的记录"), index=index)

    def of_older(self, older, until, roots):
        agreed = 0
        for (size, root), name in sorted(older):
            facts = {"name": name, "size": size, "until": until}
            if size > until:
                self.say("checkpoint", None, N_("只有 %(until)s 项，%(name)s 却有 %(size)s 项：日志已被截短"), **facts)
            elif size not in roots:
                self.say("checkpoint", None, N_("导出中没有前 %(size)s 项的树根，无法与 %(name)s 比对"), **facts)
            elif roots[size] != root:
                facts["entries"] = self.names(agreed, size)
                self.say("checkpoint", None, N_("日志与 %(name)s（前 %(size)s 项）分叉，涉及：%(entries)s"), **facts)
            else:
                agreed = size

    def names(self, begin, end):
        found = [f"案件 {each.case} 第 {each.number} 条" for each in self.entries if begin <= each.index < end]
        return f"日志序号 {begin} 至 {end - 1}（{'、'.join(found) or '不在本导出之内'}）"

    def of_chains(self, held):
        for each in self.entries:
            before = held.get((each.case, each.number - 1))
            if each.number not in self.cases.get(each.case, ()) or held[each.case, each.number] is not each:
                self.say("chain", each, N_("重复，或不在清单所列的范围之内"))
            if each.kind and ((before and before.hash != each.previous) or (each.number == 1 and any(each.previous))):
                self.say("chain", each, N_("与上一条不相接：其中一条已变或被替换"))
        for case, numbers in self.cases.items():
            for number in (number for number in numbers if (case, number) not in held):
                self.say("chain", None, N_("案件 %(case)s 缺少第 %(number)s 条"), case=case, number=number)

    def of_texts(self):
        """Personal texts and attached files: what is there must be what was recorded; what is not there is said."""
        erased = {(each.case, each.refers_to, field): each.number for each in self.entries for field in each.erases}
        for each in self.entries:
            if not each.kind:
                self.say("", each, N_("密封，内容没有附上：计票经确认后才能导出"))
            for field in sorted(each.texts.keys() | each.commitments.keys()):
                facts = {"field": field, "by": erased.get((each.case, str(each.number), field), "-")}
                if field not in each.texts:
                    self.say("", each, N_("“%(field)s”的原文没有附上（据以删除的记录：%(by)s）"), **facts)
                elif self.digest(each.texts[field]) != each.commitments.get(field):
                    self.say("text", each, N_("“%(field)s”的原文与记录不符"), **facts)
            for name in each.attached:
                content = self.files.get(f"attached/{name}")
                if content is None:
                    self.say("", each, N_("附件 %(name)s 没有附上"), name=name)
                elif self.digest(content).hex() != name:
                    self.say("text", each, N_("附件 %(name)s 的内容已变"), name=name)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="核对支部系统的导出。退出码：0 全部符合，1 有不符之处，2 无法核对。")
    parser.add_argument("folder", type=Path, nargs="?", default=Path(), help="导出的文件夹，默认当前文件夹")
    parser.add_argument("--key", action="append", default=[], help="另行取得的公钥（文字或文件）；副署人的也在此给出")
    parser.add_argument("--against", action="append", default=[], type=Path, help="较早的检查点文件，可多次给出")
    given = parser.parse_args(arguments)
    try:
        keys = [public_key(Path(key).read_text() if Path(key).is_file() else key) for key in given.key]
        paths = (path for path in sorted(given.folder.rglob("*")) if path.is_file())
        files = {path.relative_to(given.folder).as_posix(): path.read_bytes() for path in paths}
        done = Verification(files, keys).run([(path.name, path.read_bytes()) for path in given.against])
    except (OSError, ValueError) as bad:
        print(f"无法核对：{why(bad)}", file=sys.stderr)
        return 2
    wrong = Counter(section for section, *_ in done.said if section)
    for section, title in SECTIONS.items():
        print(f"{wrong[section]:6} 处不符  {title}（{done.counts[section]}）")
    for section, sentence, *_ in sorted(done.said, key=lambda each: not each[0]):
        print(f"不符：{sentence}" if section else f"说明：{sentence}")
    print("结论：" + (f"有 {sum(wrong.values())} 处不符" if wrong else "全部符合"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
