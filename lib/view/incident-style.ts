/** The style sheet of an incident's file: one column, light or dark as the reader's system is, light on paper. */
import { declarations } from './incident-palette.ts';

export const STYLE = `
:root{color-scheme:light dark;${declarations('light')}}
@media screen and (prefers-color-scheme:dark){:root{${declarations('dark')}}}
*{box-sizing:border-box}
html{background:var(--bg);color:var(--text);font:400 14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{max-width:1160px;margin:0 auto;padding:32px 20px 64px}
h1{font-size:1.7rem;line-height:1.35;margin:0;overflow-wrap:anywhere}
h2{font-size:1.3rem;line-height:1.4;margin:40px 0 12px}
h3{font-size:1.07rem;line-height:1.45;margin:0}
p{margin:8px 0;max-width:78ch;overflow-wrap:anywhere}
ul{margin:8px 0;padding-left:20px}
a{color:inherit}
code,.mono{font:400 .9rem/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
small,.quiet{color:var(--text-2);font-size:.93rem}
.range{font-size:1.14rem;margin:4px 0 0}
.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 16px;margin:16px 0 0}
.facts dt{color:var(--text-2)}
.facts dd{margin:0;overflow-wrap:anywhere}
.short{border:1px solid var(--line-strong);border-left:4px solid var(--text);border-radius:6px;background:var(--surface);padding:8px 16px;margin:24px 0 0}
.short.critical{border-left-color:var(--expired)}
.short.warning{border-left-color:var(--late)}
.card{border:1px solid var(--line-strong);border-radius:6px;background:var(--surface);padding:14px 16px;margin:12px 0}
.card.critical{border-left:4px solid var(--expired)}
.card.warning{border-left:4px solid var(--late)}
.head{display:flex;gap:8px;align-items:baseline}
.head h3{flex:1;min-width:0;overflow-wrap:anywhere}
.glyph{width:1rem;height:1rem;flex:none;align-self:flex-start;margin-top:4px}
.when{color:var(--text-2);font-size:.93rem;margin:2px 0 0}
.critical-word{color:var(--expired-text);font-weight:600}
.warning-word{color:var(--late-text);font-weight:600}
.info-word{color:var(--text-2);font-weight:600}
h4{font-size:.93rem;line-height:1.5;margin:12px 0 2px;color:var(--text-2);font-weight:600}
.evidence{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(340px,100%),1fr));gap:0 24px;margin:0}
.evidence div{display:flex;justify-content:space-between;gap:16px;border-bottom:1px solid var(--line);padding:3px 0}
.evidence dt{color:var(--text-2)}
.evidence dd{margin:0;text-align:right;overflow-wrap:anywhere;min-width:0}
.next{list-style:none;padding:0;margin:0}
.next li{margin:4px 0}
.next code{display:block;background:var(--sunken);border-radius:4px;padding:4px 8px;white-space:pre-wrap}
.under{margin:4px 0 0;padding:0;list-style:none}
.under li{padding:6px 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
.under .glyph{display:inline-block;vertical-align:-2px;margin:0 4px 0 0}
.wide{overflow-x:auto;border:1px solid var(--line-strong);border-radius:6px;background:var(--surface);margin:12px 0}
.wide svg{display:block}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:6px 12px;border-bottom:1px solid var(--line)}
tr:last-child td{border-bottom:0}
th{color:var(--text-2);font-weight:600;font-size:.93rem;white-space:nowrap}
td{overflow-wrap:anywhere;min-width:72px}
td.time{white-space:nowrap}
td.name{min-width:170px}
td.holders{min-width:230px}
td.long{min-width:240px}
.settings table{min-width:640px}
.settings td{padding:4px 12px;font-size:.93rem}
.settings td:first-child{min-width:170px}
.handovers table{min-width:1000px}
.lease .lines{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 16px;margin:8px 0 0}
.lease .lines dt{color:var(--text-2)}
.lease .lines dd{margin:0}
.chart{overflow-x:auto;margin:10px -16px 0}
.chart svg{display:block}
.cut{border-left:3px solid var(--line-strong);padding:0 0 0 12px;color:var(--text-2)}
details>summary{cursor:pointer;color:var(--text-2)}
footer{margin-top:48px;border-top:1px solid var(--line-strong);padding-top:12px;color:var(--text-2);font-size:.93rem}
@media (max-width:640px){
body{padding:20px 12px 40px}
h1{font-size:1.45rem}
.facts,.lease .lines{grid-template-columns:minmax(0,1fr);gap:0}
.facts dd,.lease .lines dd{margin:0 0 6px}
.card{padding:12px}
.chart{margin:10px -12px 0}
}
@media print{
@page{margin:14mm}
html{background:#fff;font-size:11px}
body{max-width:none;padding:0}
h2{break-after:avoid;margin-top:24px}
.card,tr,.lease,.chart{break-inside:avoid}
.wide,.chart{overflow:visible}
.wide svg,.chart svg{width:100%;height:auto}
.handovers table,.settings table{min-width:0;font-size:.9rem}
td,td.name,td.holders,td.long,.settings td:first-child{min-width:0}
th,td{padding:4px 6px}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`.trim();
