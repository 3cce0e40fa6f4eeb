/** A link as a QR code, drawn as one path: nothing is fetched, and the code is made on this device. */

export interface QrCode { size: number; path: string }

/** Four modules of light ground around it, as readers of any make ask for; a quarter of it may be hidden by glare. */
export async function qrOf(text: string): Promise<QrCode> {
  const { encode } = await import('uqr');
  const { size, data } = encode(text, { ecc: 'M', boostEcc: true, border: 4 });
  return { size, path: pathOf(data) };
}

/** One stroke for each run of dark modules of a row. */
export function pathOf(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x += 1;
      path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`;
    }
  });
  return path;
}
