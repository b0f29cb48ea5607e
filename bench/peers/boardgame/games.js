// What make bench PEERS=1 asks of boardgame.io: a line says what to do, a line says what came of it.
//   play TURNS PLAYERS MOVES   a game of this shape: how many moves there were
//   replay                     the log of that game, through its reducer: how many moves there were
//   time                       the seconds of processor time that this process has used
"use strict";
const { createInterface } = require("node:readline");
const { Client } = require("boardgame.io/client");
const { CreateGameReducer, InitializeGame } = require("boardgame.io/internal");

const TRACKS = 25;
const MODIFIERS = 8;
const ROWS = [4, 6, 9, 99];

// An order of the size that Whitecell decides: legal or not, modifiers, two dice, a row, an effect, bounds.
// A value is a field by itself, and each is read once, as suits boardgame.io best.
function order({ G, ctx, random, playerID }, number) {
  if (G.ordered[playerID] === number) return "INVALID_MOVE";
  let sum = random.D6() + random.D6();
  for (let place = 0; place < MODIFIERS; place++) {
    const value = G[(number + place) % TRACKS];
    if (value >= 7) sum += 1;
    else if (value <= 2) sum -= 1;
  }
  const row = ROWS.findIndex((most) => sum <= most);
  const track = (number + ctx.turn) % TRACKS;
  G[track] = Math.max(0, Math.min(10, G[track] + row - 1));
  G.ordered[playerID] = number;
}

const game = {
  name: "orders",
  seed: "2025",
  setup: () => ({ ...Array(TRACKS).fill(5), ordered: {} }),
  moves: { order },
};

let played;

function play(turns, players, moves) {
  const client = Client({ game, numPlayers: players, debug: false });
  client.start();
  let made = 0;
  for (let turn = 0; turn < turns * players; turn++) {
    for (let move = 0; move < moves; move++) {
      client.moves.order(made);
      made += 1;
    }
    client.events.endTurn();
  }
  const actions = client.log.map((entry) => entry.action);
  if (actions.length !== made + turns * players) throw new Error("a move was refused");
  played = { made, players, actions, end: JSON.stringify(client.getState().G) };
  client.stop();
  return made;
}

function replay() {
  const reducer = CreateGameReducer({ game, isClient: false });
  let state = InitializeGame({ game, numPlayers: played.players });
  for (const action of played.actions) state = reducer(state, action);
  if (JSON.stringify(state.G) !== played.end) throw new Error("another game came of the same log");
  return played.made;
}

function time() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const known = { play, replay, time };
createInterface({ input: process.stdin }).on("line", (line) => {
  const [name, ...numbers] = line.split(" ");
  console.log(known[name](...numbers.map(Number)));
});
