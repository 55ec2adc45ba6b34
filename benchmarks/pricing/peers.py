"""Times the Python peers on the cases that come as JSON on standard input; answers as JSON.

Each case set is run several times and the best round is taken, as for ours: the machine is shared.
"""

import json
import sys
import time

import penaltyblog
import shin
from penaltyblog.models import create_dixon_coles_grid, goal_expectancy_extended


def best(work, rounds, calls):
    fastest = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - started)
    return 1e6 * fastest / calls


def markets_of(home, away, rho):
    grid = create_dixon_coles_grid(home, away, rho)
    return [
        grid.home_win,
        grid.draw,
        grid.away_win,
        grid.btts_yes,
        grid.total_goals("over", 1.5),
        grid.total_goals("over", 2.5),
        grid.total_goals("over", 3.5),
        grid.asian_handicap("home", -0.5),
        grid.asian_handicap("home", -1.5),
        grid.double_chance_1x,
        grid.draw_no_bet_home,
    ]


def main():
    question = json.load(sys.stdin)
    books, grids, rounds = question["books"], question["grids"], question["rounds"]
    inversions = question["inversions"]
    answer = {
        "versions": {
            "penaltyblog": getattr(penaltyblog, "__version__", "unknown"),
            "shin": getattr(shin, "__version__", "unknown"),
        },
        "shin": [shin.calculate_implied_probabilities(odds) for odds in books],
        "grid": [markets_of(*rates) for rates in grids],
    }
    answer["shinUs"] = best(
        lambda: [shin.calculate_implied_probabilities(odds) for odds in books], rounds, len(books)
    )
    answer["gridUs"] = best(lambda: [markets_of(*rates) for rates in grids], rounds, len(grids))
    answer["inversionUs"] = best(
        lambda: [goal_expectancy_extended(*chances) for chances in inversions],
        max(1, rounds // 3),
        len(inversions),
    )
    json.dump(answer, sys.stdout)


main()
