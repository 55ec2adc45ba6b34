/** Files of other providers: events in StatsBomb's shape, results as CSV, and anything by a mapping. */
export { DATE_FORMATS, type DateFormat } from './dates.ts';
export { mappingOf, type MappedItem, type Mapping } from './mapping.ts';
export {
  FIELDS,
  readResults,
  type Field,
  type ResultRow,
  type ResultsFile,
  type ResultsOptions,
  type RowError,
} from './results-csv.ts';
export { statsbombScript } from './statsbomb.ts';
