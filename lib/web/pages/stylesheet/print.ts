/** On paper: without what can only be pressed. */
export const print = `
@media print{.top nav,form,.skip{display:none}section{break-inside:auto;border:0;padding-inline:0}}
`;
