/** Where `npm run deploy` writes what the stack is made of. */
export const outputsFile = '.weighbridge/outputs.json';
