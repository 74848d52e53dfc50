// Opens Excel files in a JavaScript library and saves them again, as web applications do.
//   node resave.cjs exceljs|sheetjs FOLDER FILE…      NODE_PATH says where the libraries are
"use strict";

const path = require("node:path");

const libraries = {
  async exceljs(source, target) {
    const { Workbook } = require("exceljs");
    const book = new Workbook();
    await book.xlsx.readFile(source);
    await book.xlsx.writeFile(target);
  },
  async sheetjs(source, target) {
    const sheets = require("xlsx");
    // Dates and formats are kept as they are in the file.
    const book = sheets.readFile(source, { cellStyles: true, cellNF: true, cellFormula: true });
    sheets.writeFile(book, target, { cellStyles: true });
  },
};

async function main([library, folder, ...files]) {
  const save = libraries[library];
  if (!save || !folder || files.length === 0) {
    throw new Error("usage: node resave.cjs exceljs|sheetjs FOLDER FILE…");
  }
  for (const file of files) {
    await save(file, path.join(folder, path.basename(file)));
  }
}

main(process.argv.slice(2)).catch((problem) => {
  console.error(problem);
  process.exitCode = 1;
});
