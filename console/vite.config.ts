import { relative, resolve } from 'node:path';

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where `npm start` serves the API; only the development server needs to know. */
const API = 'http://127.0.0.1:7070';

const REPOSITORY = resolve(import.meta.dirname, '..');
const PURE = /^(?:contracts|markets|node_modules[\\/]typebox)[\\/]/u;
const CONTRACTS = /^contracts[\\/]/u;
const SCHEMA_CALL = /(?<![\w.])(?=(?:Type\.\w+|closed|words|event|command)[(<])/gu;

/** Tells the bundler that making a schema changes nothing, so that schemas no page uses stay out. */
const pureSchemas: Plugin = {
  name: 'pure-schemas',
  enforce: 'pre',
  transform: (code, id) =>
    CONTRACTS.test(relative(REPOSITORY, id)) ? code.replace(SCHEMA_CALL, '/* @__PURE__ */ ') : null,
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [pureSchemas, react()],
  server: { proxy: { '/v1': API } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => !PURE.test(relative(REPOSITORY, id)) },
    },
  },
});
