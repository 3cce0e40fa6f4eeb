/** A table as a file of commas, in the letters that whoever reads it next can read. */
import { CSV_TYPE, csvLines, writeCsv } from '../transfers/csv';
import { download } from '../transfers/download';
import type { Exchanged } from './cp932';

/** `sjis`: for systems that read no Unicode */
export type CsvForm = 'csv' | 'sjis';

/** Which letters had to be written otherwise. `name`: before its ending. */
export async function saveCsv(rows: readonly (readonly string[])[], name: string, form: CsvForm): Promise<Exchanged[]> {
  if (form === 'csv') {
    download(writeCsv(rows), `${name}.csv`, CSV_TYPE);
    return [];
  }
  const { toCp932 } = await import('./cp932');
  const { bytes, exchanged } = toCp932(csvLines(rows));
  download(bytes, `${name}_Shift_JIS.csv`, 'text/csv;charset=shift_jis');
  return exchanged;
}
