/** The style of the HTML report: light and dark, no font or image from anywhere. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1b1f24;--dim:#59636e;--line:#d8dee4;--accent:#0b5fd0;
--add:#116329;--add-bg:#dcf7e3;--del:#a40e26;--del-bg:#ffe4e4;--warn:#7a4b00;--warn-bg:#fff3d1;--move:#6b21a8;--move-bg:#f3e6ff;--code:#eef1f4}
@media (prefers-color-scheme:dark){:root{--bg:#0e1116;--card:#161b22;--ink:#e6edf3;--dim:#9aa5b1;--line:#30363d;--accent:#6cb0ff;
--add:#6fdd8b;--add-bg:#12351d;--del:#ff9a94;--del-bg:#48161a;--warn:#f1c35a;--warn-bg:#3a2c08;--move:#d4a8ff;--move-bg:#33204a;--code:#21262d}}
*{box-sizing:border-box}[hidden]{display:none!important}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main,header.top,footer{max-width:72rem;margin:0 auto;padding:0 1.25rem}
header.top{padding-top:1.5rem}
h1{font-size:1.35rem;margin:0;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:1.75rem 0 .5rem}
p{margin:.35rem 0}.dim{color:var(--dim)}.small{font-size:.85rem}
code,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.86em}
.counts{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0;padding:0;list-style:none}
.counts li{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.4rem .8rem;min-width:5.5rem}
.counts b{display:block;font-size:1.25rem;line-height:1.2;font-variant-numeric:tabular-nums}
.counts span{color:var(--dim);font-size:.8rem}
.counts .none b{color:var(--dim);font-weight:400}
.box{border:1px solid var(--line);border-left-width:4px;border-radius:.4rem;padding:.6rem .9rem;margin:.75rem 0;background:var(--card)}
.box.bad{border-left-color:var(--del);background:var(--del-bg)}.box.warn{border-left-color:#bf8700}
.box ul{margin:.25rem 0;padding-left:1.2rem}.box summary{padding:0}.box li.sub{list-style:none;color:var(--dim)}
.bar{position:sticky;top:0;z-index:2;background:var(--bg);border-bottom:1px solid var(--line);padding:.6rem 0;margin-top:.5rem;display:flex;flex-wrap:wrap;gap:.4rem;align-items:center;font-size:.9rem}
.bar a{color:var(--accent)}.bar nav{display:flex;flex-wrap:wrap;gap:.2rem .8rem;flex:1 1 auto}
.bar label{display:inline-flex;gap:.35rem;align-items:center;color:var(--dim);font-size:.85rem}
input,select,button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.4rem;padding:.3rem .6rem}
input[type=search]{min-width:min(14rem,100%);flex:1}select{max-width:100%}section{scroll-margin-top:7rem}
main>section,.list,.box{min-width:0;overflow-wrap:anywhere}
input[type=checkbox]{accent-color:var(--accent)}
button{cursor:pointer}button:hover{border-color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
output{color:var(--dim);font-size:.85rem;font-variant-numeric:tabular-nums}
.list{display:flex;flex-direction:column;gap:.4rem}
details.row,details.group,div.row{background:var(--card);border:1px solid var(--line);border-radius:.45rem}
.flat{padding:.4rem .75rem .4rem 2.1rem;display:flex;gap:.55rem;align-items:baseline;flex-wrap:wrap}
.gist{flex:1 1 8rem;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:var(--dim)}
details[open]>summary>.gist{visibility:hidden}.gist.whole{white-space:normal;overflow-wrap:anywhere}
details.grave{border-left:4px solid var(--del)}
summary{cursor:pointer;padding:.4rem .75rem;display:flex;gap:.55rem;align-items:baseline;flex-wrap:wrap;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"\\25b8";color:var(--dim);width:.8em;flex:none}
details[open]>summary::before{content:"\\25be"}
.act{flex:none;border-radius:.3rem;padding:0 .45rem;font-size:.8rem;font-weight:600}
.create{color:var(--add);background:var(--add-bg)}.update{color:var(--warn);background:var(--warn-bg)}
.convert,.merge,.unarchive{color:var(--move);background:var(--move-bg)}.archive,.delete{color:var(--del);background:var(--del-bg)}
.done,.already{color:var(--add);background:var(--add-bg)}.failed,.unknown{color:var(--del);background:var(--del-bg)}
.stale,.skipped,.not_attempted{color:var(--warn);background:var(--warn-bg)}
.blocked{color:var(--del);border:1px solid var(--del);background:none}
.name{overflow-wrap:anywhere;font-weight:600}.grow{flex:1}
.body{padding:.1rem .75rem .6rem 2.1rem}
.group>.body{padding-left:1.2rem}
.fields{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.1rem 1rem;margin:.2rem 0}
.fields dt{color:var(--dim);overflow-wrap:anywhere;max-width:20rem}.fields dd{margin:0;overflow-wrap:anywhere}
@media (max-width:40rem){.fields{grid-template-columns:1fr}.fields dd{padding-left:1rem}}
.from{color:var(--del);background:var(--del-bg)}.to{color:var(--add);background:var(--add-bg)}
.from,.to{border-radius:.2rem;padding:0 .25rem}
.why{color:var(--del)}
pre{margin:.15rem 0;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--code);border-radius:.3rem;padding:.3rem .5rem}
pre .plus{color:var(--add)}pre .minus{color:var(--del)}pre .at{color:var(--dim)}
.sum{font-weight:600;margin:1.5rem 0 3rem;padding-top:.75rem;border-top:1px solid var(--line)}
.empty{padding:1rem;color:var(--dim)}
.merges{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line);border-left:4px solid var(--del);font-size:.9rem}
.merges th{text-align:left;font-weight:600;color:var(--dim);font-size:.8rem;padding:.3rem .5rem}
.merges td{padding:.2rem .5rem;border-top:1px solid var(--line);overflow-wrap:break-word;vertical-align:baseline}
.merges .row td:first-child,.merges .shares{white-space:nowrap}.merges .id{max-width:8rem;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}.merges .name{overflow-wrap:break-word}.merges .reason td{background:var(--code)}
.check{color:var(--warn);font-weight:600}.doubtful td{background:var(--warn-bg)}
@media (max-width:52rem){.merges thead{display:none}.merges,.merges tbody,.merges tr,.merges td{display:block}
.merges tr{border-top:1px solid var(--line);padding:.3rem 0}.merges td{border:0;padding:.05rem .75rem;overflow-wrap:anywhere}.merges .id{max-width:none}}
@media (max-width:40rem){main,header.top{padding:0 .75rem}header.top{padding-top:1rem}.bar{position:static}section{scroll-margin-top:0}
.counts{gap:.3rem}.counts li{min-width:4.5rem;padding:.25rem .5rem}.gist{flex-basis:100%}details[open]>summary>.gist{display:none}}
@media print{.bar,button{display:none}}
`;
