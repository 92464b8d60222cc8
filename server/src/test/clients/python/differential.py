"""differential.py PORT PORT [SCENARIOS]: plays scenarios against two brokers and shows what differs.

A scenario file has a line `= NAME` for each scenario, `~ WHY` below it where the brokers differ on
purpose, and then a line for each step: the channel, the method, and its arguments as KEY=JSON (or
KEY=plain text). `body` and `properties` belong to basic.publish. Exit code 1: something differs.
"""
import difflib
import json
import os
import shlex
import sys

import pika
from pika import spec

from wire import Wire


class Scenario:
    def __init__(self, name):
        self.name = name
        self.deliberate = None
        self.steps = []


def parse(path):
    scenarios = []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("= "):
                scenarios.append(Scenario(line[2:]))
            elif line.startswith("~ "):
                scenarios[-1].deliberate = line[2:]
            else:
                try:
                    scenarios[-1].steps.append((line, *step(line)))
                except (ValueError, AttributeError, IndexError) as error:
                    sys.exit(f"{path}:{number}: {error}: {line}")
    return scenarios


def step(line):
    channel, method, *arguments = shlex.split(line)
    owner, name = method.split(".")
    kind = getattr(getattr(spec, owner.capitalize()), "".join(w.capitalize() for w in name.split("-")))
    values = dict(pair.split("=", 1) for pair in arguments)
    values = {k: value(v) for k, v in values.items()}
    body = values.pop("body", None)
    properties = pika.BasicProperties(**values.pop("properties", {}))
    is_publish = kind is spec.Basic.Publish
    return int(channel), kind, values, (body or "").encode() if is_publish else None, properties


def value(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


def play(scenario, port):
    """The transcript: each step, and below it what the server sent."""
    wire = Wire(port)
    opened = set()
    transcript = []
    try:
        for line, channel, kind, values, body, properties in scenario.steps:
            # A channel that the server closed is opened again by the step that uses it next.
            if channel and channel not in opened and kind is not spec.Channel.Open:
                wire.call(channel, spec.Channel.Open())
            opened.add(channel)
            replies = wire.call(channel, kind(**values), body, properties)
            opened.difference_update(
                int(r.split(" ", 1)[0]) for r in replies if " Channel.Close" in r
            )
            transcript.append(f"> {line}")
            transcript += [f"    {r}" for r in replies]
            if wire.closed:
                break
    finally:
        wire.close()
    return transcript


def main():
    first, second = int(sys.argv[1]), int(sys.argv[2])
    default = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scenarios.txt")
    scenarios = parse(sys.argv[3] if len(sys.argv) > 3 else default)
    differing = 0
    for scenario in scenarios:
        one, two = play(scenario, first), play(scenario, second)
        if one == two:
            print(f"same       {scenario.name}")
            continue
        deliberate = scenario.deliberate
        differing += not deliberate
        print(f"{'deliberate' if deliberate else 'DIFFERENT '} {scenario.name}")
        if deliberate:
            print(f"    {deliberate}")
        for line in difflib.unified_diff(one, two, str(first), str(second), n=2, lineterm=""):
            print(f"    {line}")
    print(f"{len(scenarios)} scenarios, {differing} differ")
    return 1 if differing or not scenarios else 0


if __name__ == "__main__":
    sys.exit(main())
