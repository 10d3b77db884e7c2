// Runs in the page before all else, whichever chat is on it: when frames come, when something is on screen, how long keys and
// frames take, and how large the memory of WebAssembly is.
{
  const frames = [];
  const memories = [];
  let heard = () => undefined;
  window.watch = { frames, shown: () => "" };

  // The time at which what this frame draws is drawn: after the animation frame that comes next.
  const painted = () =>
    new Promise((done) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        port2.postMessage(0);
      });
    });

  window.WebSocket = class extends WebSocket {
    constructor(...call) {
      super(...call);
      this.addEventListener("message", ({ data }) => {
        const said = /"type":"([^"]*Notification)"/.exec(data)?.[1];
        if (!said) return;
        const frame = { said, at: performance.now(), data };
        frames.push(frame);
        if (data.includes("ContentEvent")) heard(frame);
      });
    }
  };

  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...call) => {
    const made = await instantiate.apply(WebAssembly, call);
    const all = Object.values((made.instance ?? made).exports);
    memories.push(...all.filter((one) => one instanceof WebAssembly.Memory));
    return made;
  };
  watch.memory = () => Math.max(0, ...memories.map(({ buffer }) => buffer.byteLength));

  // From the first events on until this text is what stands last.
  watch.history = async (last) => {
    let now;
    do now = await painted();
    while (watch.shown() !== last);
    return now - frames.find(({ said }) => said.startsWith("ms.")).at;
  };

  // From each frame that brings a text until that, or a later one, stands last: on a busy machine they overtake each other.
  watch.appends = (count) => {
    const [times, waiting] = [[], []];
    let isLooking = false;
    const look = async () => {
      while (waiting.length > 0) {
        const now = await painted();
        const last = Number.parseInt(watch.shown(), 10);
        while (waiting.length > 0 && waiting[0].number <= last) times.push(now - waiting.shift().at);
      }
    };
    return new Promise((done) => {
      heard = ({ at, data }) => {
        for (const { event } of JSON.parse(data).body.changes) waiting.push({ at, number: Number.parseInt(event.message, 10) });
        if (isLooking) return;
        isLooking = true;
        look().then(() => {
          isLooking = false;
          if (times.length >= count) done(times);
        });
      };
    });
  };

  // From each key until what it changes is on screen.
  watch.keys = (count) => {
    const times = [];
    return new Promise((done) => {
      addEventListener("keydown", async ({ timeStamp }) => {
        times.push((await painted()) - timeStamp);
        if (times.length === count) done(times);
      }, true);
    });
  };

  // How long each frame is, until it is stopped.
  watch.frameLengths = () => {
    const lengths = [];
    let last;
    let goesOn = true;
    const look = (now) => {
      if (last !== undefined) lengths.push(now - last);
      last = now;
      if (goesOn) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    watch.stop = () => {
      goesOn = false;
      return lengths;
    };
  };
}
