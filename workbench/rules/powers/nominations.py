"""In which words a nomination may speak."""

import re

from workbench.rules import Refusal

_APPOINTS = re.compile("任命|委任|聘任|免职|免去|任免")


def check_recommending(text: str) -> str:
    """Return the words of a nomination, or refuse those that appoint.

    Args:
        text: Post or honour, or grounds, as the letter will print them.

    Raises:
        Refusal: It says that somebody is appointed.

    Clause: powers/recommends-only
    """
    if found := _APPOINTS.search(text):
        raise Refusal(
            f"推荐提名只提出建议人选，文中不能使用“{found[0]}”。",
            clause="powers/recommends-only",
            ways=("写明推荐的职务或者荣誉即可，任职由有权机关决定。",),
        )
    return text
