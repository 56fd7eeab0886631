/**
 * Every way in which the choices inside one step can go: the step is run again for each combination, like an odometer.
 * `way` counts them.
 */
export function everyChoice<Result>(
  run: (choose: (below: number) => number, way: number) => Result,
): readonly Result[] {
  const results: Result[] = [];
  let turns: { value: number; readonly below: number }[] = [];
  do {
    let asked = 0;
    const path = turns;
    results.push(
      run((below) => {
        const turn = path[asked++];
        if (turn !== undefined) return turn.value;
        path.push({ value: 0, below });
        return 0;
      }, results.length),
    );
    // The last choice that can still go on does; those after it start anew.
    while (turns.length > 0 && turns.at(-1)!.value + 1 >= turns.at(-1)!.below) turns.pop();
    if (turns.length > 0)
      turns = [...turns.slice(0, -1), { value: turns.at(-1)!.value + 1, below: turns.at(-1)!.below }];
  } while (turns.length > 0);
  return results;
}
