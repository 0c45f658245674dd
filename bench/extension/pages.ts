/** The pages of the benchmark of the browser recorder: one to work on, one with planted values, one of controls. */

const rows = Array.from({ length: 400 }, (_, row) => {
  const cells = Array.from({ length: 5 }, (_, cell) => `<td>Cell ${row}.${cell}</td>`).join('');
  return `<tr>${cells}<td><button>Edit ${row}</button></td></tr>`;
}).join('');

/** About 5,600 nodes, a field, buttons, and a clock that changes the page ten times a second. */
const work = `<!doctype html><title>Work</title><body style="margin:0;font:14px sans-serif">
  <p>It is <b id="clock"></b> <button id="save">Save</button> <label>Note <input id="note"></label></p>
  <table>${rows}</table>
  <script>
    setInterval(() => { clock.textContent = new Date().toISOString(); }, 100);
    let due = performance.now() + 10; window.late = [];
    setInterval(() => { const now = performance.now(); late.push(Math.max(0, now - due)); due = now + 10; }, 10);
    window.blocked = 0;
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) blocked += Math.max(0, duration - 50); })
      .observe({ type: 'longtask', buffered: true });
  </script>`;

/** What no recorder should send, by kind. */
export const planted = {
  'password field': 'plantpassword01',
  'shown password': 'plantshown02',
  'card field': 'plantcard03',
  'one-time code': 'plantcode04',
  'hidden input': 'planthidden05',
  placeholder: 'plantplaceholder06',
  'alternative text': 'plantalt07',
  'data attribute': 'plantattribute08',
  comment: 'plantcomment09',
  'data URL': 'plantdataurl10',
  'background image': 'plantbackground11',
  'script text': 'plantscript12',
  'style text': 'plantstyle13',
  'template text': 'planttemplate14',
  'invisible text': 'plantinvisible15',
  'query of the address': 'plantquery16',
  'fragment of the address': 'plantfragment17',
  'declared private region': 'plantdeclared18',
} as const;

const leaks = `<!doctype html><title>Leaks</title><body>
  <!-- ${planted.comment} --><p>In the open</p>
  <input id="pw" type="password"><input id="eye" type="password"><button onclick="eye.type='text'">Show</button>
  <input id="card" autocomplete="cc-number"><input id="code" autocomplete="one-time-code">
  <input type="hidden" value="${planted['hidden input']}"><input placeholder="${planted.placeholder}">
  <img alt="${planted['alternative text']}" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=#${planted['data URL']}">
  <div data-note="${planted['data attribute']}" style="width:9px;height:9px;background:url('data:image/gif;base64,R0lGODlhAQABAAAAACw=#${planted['background image']}')"></div>
  <script>/* ${planted['script text']} */</script><style>/* ${planted['style text']} */</style>
  <template>${planted['template text']}</template><p style="display:none">${planted['invisible text']}</p>
  <div data-private data-openreplay-obscured class="rr-mask rr-block">${planted['declared private region']}</div>`;

/** Controls as sites have them: same names in rows, generated ids, shadow trees, no names at all. */
const controls = `<!doctype html><title>Controls</title><body>
  <nav><a href="#a">Home</a> <a href="#b">Prices</a> <a href="#c">Help</a></nav>
  <form><label>Name <input></label><label>Mail <input type="email"></label><label for="x">City</label><input id="x">
    <select aria-label="Size"><option>S<option>M</select><label><input type="checkbox"> Agree</label>
    <label><input type="radio" name="r"> Post</label><label><input type="radio" name="r"> Courier</label>
    <textarea aria-label="Words"></textarea><button type="button" data-testid="send">Send</button></form>
  <table><tr><td>Ann<td><button>Edit</button><button>Remove</button><tr><td>Bob<td><button>Edit</button><button>Remove</button><tr><td>Cid<td><button>Edit</button><button>Remove</button></table>
  <div role="tablist"><span role="tab" tabindex="0">One</span> <span role="tab" tabindex="0">Two</span></div>
  <ul><li><a href="#1">First</a><li><a href="#2">Second</a><li><a href="#3">Third</a></ul>
  <div class="cards"><div onclick="1" style="cursor:pointer;width:50px;height:30px;background:#ddd"></div><div onclick="1" style="cursor:pointer;width:50px;height:30px;background:#bbb"></div></div>
  <details><summary onclick="return false">More</summary>Text</details><button><svg width="20" height="20" aria-hidden="true"><circle r="9" cx="10" cy="10"/></svg></button>
  <x-card></x-card><x-card></x-card>
  <script>
    customElements.define('x-card', class extends HTMLElement { constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = '<p>Card</p><button>Open</button><input aria-label="Count">'; } });
    // As frameworks do: other ids and classes at each load.
    const any = () => 'id' + Math.random().toString(36).slice(2, 8);
    for (const element of document.querySelectorAll('div, td, span, li, button')) { element.id = any(); element.className = any(); }
  </script>`;

export const pages = { '/work': work, '/leaks': leaks, '/controls': controls } as const;
