/** The style of the HTML report: light and dark, narrow screens, paper. */

export const htmlStyle = `
:root { color-scheme: light dark; --ink: #16202c; --soft: #4b5a6b; --line: #d5dce4; --ground: #fff; --panel: #f5f7f9; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4eaf0; --soft: #a3b1bf; --line: #33414f; --ground: #10171e; --panel: #18222c; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 76rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .75rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
header p, .where, small { color: var(--soft); margin: .25rem 0; font-weight: 400; }
.numbers { display: flex; flex-wrap: wrap; gap: .75rem; margin: 0 0 1rem; }
.numbers div { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .5rem 1rem; }
dt { color: var(--soft); } dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
dd small { display: block; font-size: .8rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
details { border: 1px solid var(--line); border-radius: 8px; margin: .5rem 0; padding: .5rem 1rem; background: var(--panel); }
summary { cursor: pointer; }
p { white-space: pre-line; margin: .25rem 0; }
.count { color: var(--soft); }
code, pre { font: 12.5px/1.5 ui-monospace, monospace; }
pre { background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; white-space: pre-wrap; }
.badge { display: inline-block; min-width: 4.5rem; text-align: center; border: 1px solid currentColor; border-radius: 4px; font-size: 12px; font-weight: 600; }
.critical { color: #b3123f; } .high { color: #b23a08; } .medium { color: #8a5a00; } .low { color: #2c6099; } .info { color: #576573; }
@media (prefers-color-scheme: dark) {
  .critical { color: #ff9db0; } .high { color: #ffb08a; } .medium { color: #f2c572; } .low { color: #9cc7f5; } .info { color: #b4c0cc; }
}
@media print {
  :root { --ink: #000; --soft: #333; --line: #999; --ground: #fff; --panel: #fff; }
  .critical, .high, .medium, .low, .info { color: #000; }
  details::details-content { content-visibility: visible; block-size: auto; }
  tr, summary { break-inside: avoid; } thead { display: table-header-group; } h2, h3, summary { break-after: avoid; }
}
`
