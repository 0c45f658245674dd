/** The look of the order desk: system fonts, contrast of at least 4.5:1, one accent, visible focus. */
export const style = `
:root { color-scheme: light; --ink: #1d2330; --soft: #5a6372; --line: #d9dde5; --paper: #fff;
  --ground: #f3f5f8; --accent: #1f5fbf; --accent-dark: #17498f; --good: #1c6b43; --good-soft: #e5f4ec;
  --bad: #a1261d; --bad-soft: #fbeae8; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 'Liberation Sans', system-ui, sans-serif; color: var(--ink); background: var(--ground); }
header { background: var(--paper); border-bottom: 1px solid var(--line); }
.bar { max-width: 980px; margin: 0 auto; padding: 14px 24px; display: flex; align-items: center; gap: 14px; }
.mark { width: 30px; height: 30px; border-radius: 8px; background: var(--accent); color: #fff; display: grid;
  place-items: center; font-weight: 700; }
.bar strong { font-size: 18px; }
.bar .who { margin-left: auto; color: var(--soft); font-size: 14px; }
main { max-width: 980px; margin: 0 auto; padding: 28px 24px 60px; }
h1 { font-size: 26px; margin: 0 0 18px; }
h2 { font-size: 17px; margin: 0 0 12px; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 22px; margin-bottom: 20px; }
.narrow { max-width: 440px; margin: 40px auto; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 20px; }
label { display: block; font-weight: 600; margin: 0 0 6px; }
.field { margin-bottom: 18px; }
input { width: 100%; font: inherit; padding: 10px 12px; border: 1px solid #8a93a3; border-radius: 8px; background: #fff; color: inherit; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid #8db7f5; outline-offset: 1px; }
button, .button { font: inherit; font-weight: 600; padding: 10px 18px; border-radius: 8px; border: 1px solid var(--accent);
  background: var(--accent); color: #fff; cursor: pointer; text-decoration: none; display: inline-block; }
button:hover, .button:hover { background: var(--accent-dark); }
.quiet { background: #fff; color: var(--accent-dark); border-color: #8a93a3; }
.quiet:hover { background: #eef3fb; }
.row { display: flex; gap: 12px; align-items: end; }
.row .field { flex: 1; margin: 0; }
.actions { display: flex; gap: 12px; margin-top: 6px; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-size: 13px; color: var(--soft); font-weight: 600; }
th, td { padding: 11px 10px; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
dl { display: grid; grid-template-columns: 130px 1fr; row-gap: 8px; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; }
a { color: var(--accent-dark); }
.note { padding: 12px 16px; border-radius: 8px; margin: 0 0 20px; font-weight: 600; }
.good { background: var(--good-soft); color: var(--good); }
.bad { background: var(--bad-soft); color: var(--bad); }
.pill { font-size: 13px; padding: 2px 10px; border-radius: 99px; background: #eef0f4; }
address { font-style: normal; margin-bottom: 16px; }
`;
