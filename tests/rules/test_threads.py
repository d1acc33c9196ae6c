"""Many people deciding while the rules are being edited."""

import sys
import threading

import pytest

from portal.rules.evaluate import decide
from tests.rules.folder import DAY, TIER, Folder

RELOADS = 50
DECIDERS = 8
EDGES = ("50000", "60000")


@pytest.fixture
def frequent_switches():
    """Threads take turns more often than usual: more mixtures to go wrong."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("frequent_switches")
def test_eight_threads_decide_while_the_file_is_reloaded_fifty_times(tmp_path):
    """Each answer is that of one version or the other, never a mixture or a fault."""
    folder = Folder(tmp_path).house()
    library = folder.open()
    expected = {}
    for edge in EDGES:
        folder.write("dispatch/tier.yaml", TIER.replace("50000", edge))
        library.refresh(DAY)
        bound = library.rules()["dispatch.tier"]
        rows = ["medium"] if edge == "60000" else ["large"]
        expected[bound.versions[0].hash] = rows
    done = threading.Event()
    wrong, asked = [], [0] * DECIDERS

    def ask(number):
        while not done.is_set():
            try:
                bound = library.rules()["dispatch.tier"]
                decision = decide(bound, {"amount": 55000}, DAY)
                if decision.rows != expected[decision.hash]:
                    wrong.append(decision)
                load = library.rules()["dispatch.load"]
                facts = {"season": "low", "received_today": 2}
                if decide(load, facts, DAY).rows != ["full"]:
                    wrong.append("load")
            except Exception as fault:  # any fault fails the test below
                wrong.append(fault)
            asked[number] += 1

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(DECIDERS)]
    for thread in threads:
        thread.start()
    taken = 0
    for turn in range(RELOADS):
        text = TIER.replace("50000", EDGES[turn % 2])
        folder.write("dispatch/tier.yaml", f"# {turn}\n{text}")
        taken += len(library.refresh(DAY))
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert taken == RELOADS
    assert min(asked) > 0
    library.close()
