"""The nouns of asking, on their way between processes."""

import json
from dataclasses import asdict

from narrator.description import Text
from narrator.questions.asking import answer_by_reading
from narrator.questions.parsing import parse
from narrator.questions.question import Answer, Question


def test_a_question_and_an_answer_survive_json() -> None:
    question = parse("is there no dog or a cat on the left?")
    assert Question.from_record(json.loads(json.dumps(asdict(question)))) == question
    answer = Answer(said="Yes.", verdict="yes", probability=0.9)
    assert Answer(**json.loads(json.dumps(answer.to_record()))) == answer


def test_what_a_picture_says_is_its_lines() -> None:
    answer = answer_by_reading(Text(lines=("HARBOUR CAFE", "open"), engine="made"))
    assert (answer.said, answer.verdict) == ("Its text, 2 lines: HARBOUR CAFE open.", "told")


def test_without_text_it_says_so() -> None:
    answer = answer_by_reading(Text(lines=(), engine="made"))
    assert (answer.said, answer.verdict) == ("I can read no text in it.", "no")
