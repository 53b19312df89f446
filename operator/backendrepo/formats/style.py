"""How the HTML page looks: on a wide and a narrow screen, light and dark, and on paper.

An outcome is told by its sign and by its shape as well as by its colour.
"""

COLOURS = {
    "light": {
        "text": "#1f2328",
        "quiet": "#59636e",
        "page": "#ffffff",
        "card": "#f6f8fa",
        "line": "#d1d9e0",
        "good": "#1a7f37",
        "bad": "#cf222e",
        "half": "#8a5a00",
        "open": "#6639ba",
    },
    "dark": {
        "text": "#f0f6fc",
        "quiet": "#9aa5b1",
        "page": "#0d1117",
        "card": "#161b22",
        "line": "#3d444d",
        "good": "#3fb950",
        "bad": "#ff6a61",
        "half": "#d29922",
        "open": "#b78bff",
    },
}
"""By scheme. Each colour of text has a contrast of 4.5 at least to the page and to cards (WCAG 2.2, 1.4.3)."""


def _variables(scheme: str) -> str:
    return " ".join(f"--{name}: {value};" for name, value in COLOURS[scheme].items())


STYLE = f"""
:root {{ color-scheme: light dark; {_variables("light")} }}
@media (prefers-color-scheme: dark) {{ :root {{ {_variables("dark")} }} }}
* {{ box-sizing: border-box; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 4rem;
  color: var(--text); background: var(--page); overflow-wrap: anywhere; }}
h1, h2, h3, h4 {{ line-height: 1.25; margin: 0; }}
h1 {{ font-size: 1.75rem; }} h2 {{ font-size: 1.4rem; }} h3 {{ font-size: 1.1rem; margin: 2rem 0 .75rem; }}
h4 {{ font-size: 1rem; }} p {{ margin: .5rem 0; }} a {{ color: inherit; text-underline-offset: .2em; }}
code, pre {{ font: .8125rem/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }}
code {{ background: color-mix(in srgb, var(--text) 8%, transparent); border-radius: .25rem; padding: .1em .3em; }}
pre {{ margin: 0; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .375rem;
  background: var(--page); white-space: pre-wrap; }}
table {{ border-collapse: collapse; width: 100%; }} caption {{ text-align: left; }}
th, td {{ text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: normal; }}
th {{ font-size: .8125rem; font-weight: 600; color: var(--quiet); }} td.said {{ overflow-wrap: anywhere; }}
td.number {{ white-space: nowrap; font-variant-numeric: tabular-nums; }}
summary {{ cursor: pointer; }}
.quiet, .kicker {{ color: var(--quiet); }} .kicker {{ margin: 0 0 .25rem; font-weight: 600; }}
.repository {{ margin-top: 3rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }}
.alone {{ margin-top: 1.5rem; padding: 0; border: 0; break-before: auto; }}
.level {{ display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .7rem;
  font-weight: 600; white-space: nowrap; }}
.next {{ font-size: 1.0625rem; }}
.cells {{ display: flex; flex-wrap: wrap; gap: 3px; margin: .75rem 0 .25rem; }}
.cells i {{ width: 1rem; height: 1rem; border-radius: 2px; border: 2px solid currentColor; flex: none; }}
.cells .gap {{ width: .25rem; border: 0; }}
td .cells {{ margin: .3rem 0; gap: 2px; }} td .cells i {{ width: .65rem; height: .9rem; }}
td .cells .gap {{ width: .1rem; }}
i.pass, i.fail {{ background: currentColor; }} i.fail {{ transform: scaleY(1.25); }}
i.partial {{ background: linear-gradient(0deg, currentColor 50%, transparent 50%); }}
i.not-applicable {{ border-width: 1px; }}
i.unknown {{ border-width: 1px;
  background: repeating-linear-gradient(45deg, currentColor 0 1.5px, transparent 1.5px 4px); }}
.pass {{ color: var(--good); }} .fail {{ color: var(--bad); }} .partial {{ color: var(--half); }}
.unknown {{ color: var(--open); }} .not-applicable {{ color: var(--quiet); }}
.outcome {{ white-space: nowrap; font-weight: 600; }}
article {{ margin: .75rem 0; padding: .75rem 1rem; background: var(--card); border-radius: .375rem;
  border-left: .3rem solid currentColor; break-inside: avoid; }}
article > * {{ color: var(--text); }} article:target {{ outline: 2px solid currentColor; }}
h4 .outcome {{ margin-right: .4rem; }} h4 code {{ font-size: .9em; background: none; padding: 0; }}
small {{ font-weight: 400; color: var(--quiet); white-space: nowrap; }}
dl {{ display: grid; grid-template-columns: 4.5rem minmax(0, 1fr); gap: .5rem 1rem; margin: .75rem 0 0; }}
dt {{ color: var(--quiet); font-size: .875rem; line-height: 1.6rem; }} dd {{ margin: 0; }}
.places {{ list-style: none; margin: 0; padding: 0; }} .places li {{ padding: .05rem 0; }}
.places span {{ font: .8125rem/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--quiet); margin-left: .4rem; }}
.waived {{ opacity: .85; border-left-style: dashed; }}
footer {{ margin-top: 3rem; font-size: .875rem; }}
@media (max-width: 40rem) {{
  body {{ padding: 1.25rem .9rem 3rem; }} dl {{ display: block; }} dd {{ margin-bottom: .5rem; }}
  .stacked, .stacked tbody, .stacked tr, .stacked td {{ display: block; }} .stacked thead {{ display: none; }}
  .stacked td {{ border: 0; padding: .1rem 0; }}
  .stacked tr {{ border-bottom: 1px solid var(--line); padding: .5rem 0; }}
  .stacked td.number {{ display: inline-block; margin-right: 1rem; }}
  td .cells i {{ width: .5rem; height: .75rem; }}
  td.number::before {{ content: attr(data-name) " "; color: var(--quiet); }}
}}
@media print {{
  :root {{ color-scheme: light; {_variables("light")} }}
  @page {{ margin: 15mm; }}
  html {{ font-size: 75%; }} body {{ max-width: none; padding: 0; }} article {{ border: 1px solid var(--line);
    border-left: .3rem solid; }} h2, h3, h4 {{ break-after: avoid; }} tr {{ break-inside: avoid; }}
  .cells i, article {{ print-color-adjust: exact; }}
  .repository {{ break-before: page; }} .short {{ break-before: auto; }}
  details::details-content {{ content-visibility: visible; block-size: auto; }}
  details > summary {{ list-style: none; }}
}}
"""
