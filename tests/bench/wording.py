"""Reading words, as ratios in one run: ``python tests/bench/wording.py [MESSAGES]`` (default 1,000,000).

* Messages of 25 characters, 4 % of them with words that are marked: the time to read them all, normalisation and frames
  included, against one ``search`` of the compiled quick look over the same raw texts (budget: 12).
* Texts of 10,000 characters and of 1 MB made to be hard: the time for twice the length against the time for the length
  (2 is linear).

Times are the least of several rounds: what other programs take away only ever adds.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from evidencelog.checker.wording.reader import Reader
from evidencelog.laws import wording

if TYPE_CHECKING:
    from collections.abc import Callable

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.wording.scoring import DEVELOPMENT, messages
from tests.wording.test_linear import HOSTILE

LENGTH = 25
HITS = 0.04
EVERYDAY = (
    "今天中午一起吃饭吗？我在楼下等你，记得带伞", "快递已放到驿站，请凭取件码领取，谢谢配合", "周末去爬山吧，天气预报说会放晴，叫上小李",
    "晚上包饺子，你几点到家？要不要接你呀", "项目进度更新了，请查看附件里的表格，明早开会讨论", "会员日全场八折，欢迎选购，今日截止哦",
    "作业写完了吗？老师说要交，别忘了签字", "你好，请问这个商品还有货吗？可以明天发货吗", "航班延误到晚上九点，先别出门了，等通知",
    "您的外卖已送达，请尽快取餐，祝您用餐愉快", "降温了，多穿点，早点睡，别老熬夜看手机", "会议改到三点，二楼大会议室，带上电脑和图纸",
    "孩子发烧好了吗？我明天过去看看，带点水果", "电影票买好了，七点半，老地方见，别迟到", "打印机又卡纸了，谁有空看一下，急着用呢",
    "体检报告出来了，一切正常，放心吧", "这首歌真好听，循环了一下午，推荐给你", "下周出差三天，猫麻烦你喂一下，钥匙在门垫下",
    "地铁又晚点，估计迟到十分钟，帮我打个卡", "生日快乐呀，礼物寄出了，注意查收，爱你哟", "驾照考过了，科目三一把过，请大家喝奶茶",
    "小区明天上午检修水管，九点到十一点没水", "球赛看了吗？最后一分钟绝杀，太刺激了吧", "药记得饭后吃，一天三次，多喝热水少熬夜",
)  # fmt: skip


def least(action: Callable[[], object], rounds: int) -> float:
    """Seconds of the quickest round."""
    best = float("inf")
    for _round in range(rounds):
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best


def sample(reader: Reader, number: int) -> list[str]:
    """Texts of 25 characters: everyday ones cut and shuffled, and every 25th from a labelled message with a mark."""
    dice = random.Random(7)
    everyday = "，".join(EVERYDAY)
    marked = [
        text
        for text in (message["text"][:LENGTH] for message in messages(*DEVELOPMENT))
        if len(text) == LENGTH and reader.read(text).marks
    ]
    texts = []
    for _each in range(number):
        if dice.random() < HITS:
            texts.append(dice.choice(marked))
        else:
            at = dice.randrange(len(everyday) - LENGTH)
            texts.append(everyday[at : at + LENGTH])
    return texts


def main(arguments: list[str]) -> None:
    """Prints the figures."""
    number = int(arguments[0]) if arguments else 1_000_000
    reader = Reader(wording.load(("cn",))[0])
    texts = sample(reader, number)
    search = reader.quick_look.search
    for text in texts[:2000]:  # fills what is computed once
        search(text)
        if reader.worth_reading(text):
            reader.read(text)

    def look() -> int:
        return sum(search(text) is not None for text in texts)

    def read() -> int:
        return sum(bool(reader.read(text).marks) for text in texts if reader.worth_reading(text))

    looked, done = float("inf"), float("inf")
    for _round in range(1 if number > 200_000 else 3):
        looked, done = min(looked, least(look, 1)), min(done, least(read, 1))
    print(
        f"{number:,} messages of {LENGTH} characters, {read() / number if number <= 200_000 else HITS:.1%} with marks"
    )
    print(f"  one search {looked / number * 1e6:6.1f} us a message, {look() / number:.0%} worth a longer look")
    print(f"  reading    {done / number * 1e6:6.1f} us a message")
    print(f"  ratio      {done / looked:6.2f} (budget 12)")
    print("twice the length against the length (2 is linear), milliseconds for 10,000 characters and for 1 MB:")
    for name, piece in HOSTILE.items():
        short, long = piece * (10_000 // len(piece)), piece * (1_000_000 // len(piece.encode()))
        once = least(lambda text=short: reader.read(text), 3)  # type: ignore[misc]
        twice = least(lambda text=short + short: reader.read(text), 3)  # type: ignore[misc]
        big = least(lambda text=long: reader.read(text), 1)  # type: ignore[misc]
        print(f"  {name:<20} {twice / once:5.2f} {once * 1e3:9.1f} {big * 1e3:9.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
