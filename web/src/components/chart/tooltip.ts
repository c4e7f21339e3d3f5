/** The rows of a box under the pointer, where what a chart says by itself will not do. Texts stay texts. */
export interface TooltipRow {
  color: string;
  name: string;
  value: string;
}

export function tooltipBox(title: string, rows: TooltipRow[]): HTMLElement {
  const box = document.createElement('div');
  const head = box.appendChild(document.createElement('div'));
  head.textContent = title;
  for (const { color, name, value } of rows) {
    const line = box.appendChild(document.createElement('div'));
    line.style.cssText = 'display:flex;align-items:center;gap:8px;margin-top:4px';
    const dot = line.appendChild(document.createElement('span'));
    dot.style.cssText = `flex:none;width:8px;height:8px;border-radius:50%;background:${color}`;
    line.appendChild(document.createElement('span')).textContent = name;
    const figure = line.appendChild(document.createElement('b'));
    figure.style.cssText = 'margin-left:auto;padding-left:16px;font-variant-numeric:tabular-nums';
    figure.textContent = value;
  }
  return box;
}
