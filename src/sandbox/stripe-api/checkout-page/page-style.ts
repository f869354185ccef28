export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1a1f36; --soft: #5b6178; --paper: #fff; --back: #f2f3f8; --line: #d9dbe6;
  --brand: #4a3fd6; --good: #0b6b3a; --good-back: #e3f6ea; --bad: #a1152b; --bad-back: #fde9ec; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceef8; --soft: #a7adc4; --paper: #1d2030; --back: #12141f; --line: #3a3f58; --brand: #7b72ff;
    --good: #8ee6b1; --good-back: #12351f; --bad: #ffa9b5; --bad-back: #42141c; }
}
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--back); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 420px; background: var(--paper); border: 1px solid var(--line); border-radius: 14px;
  overflow: hidden; box-shadow: 0 8px 30px rgb(20 20 60 / 10%); }
header { padding: 18px 24px; background: #fff4d6; color: #5c4200; border-bottom: 1px solid #ecd9a0; }
h1 { font-size: 17px; }
header p { font-size: 14px; }
section { padding: 24px; }
.item { color: var(--soft); }
.amount { font-size: 36px; font-weight: 650; line-height: 1.2; margin-bottom: 20px; font-variant-numeric: tabular-nums; }
form { display: grid; gap: 8px; }
button { font: inherit; color: inherit; padding: 9px 14px; border-radius: 8px; border: 1px solid var(--line);
  background: transparent; cursor: pointer; text-align: start; }
button:hover { border-color: var(--soft); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; }
button.primary { background: #4a3fd6; border-color: #4a3fd6; color: #fff; font-weight: 600; padding: 13px; text-align: center; }
button.primary:hover { background: #3b31b8; }
.rule { margin-top: 14px; font-size: 14px; color: var(--soft); }
.notice { padding: 11px 14px; border-radius: 8px; margin-bottom: 16px; background: var(--back); }
.notice.good { background: var(--good-back); color: var(--good); }
.notice.bad { background: var(--bad-back); color: var(--bad); }
.hint { margin: 16px 0 4px; font-size: 14px; color: var(--soft); }
.back { color: var(--brand); font-size: 15px; }
`;
