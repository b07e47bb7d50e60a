/**
 * Under a finger, and so on whatever is as narrow as a phone, what stands by itself is 44 px high (WCAG 2.2, 2.5.5); what stands in a sentence gets more line.
 */
export const touch = `
@media (pointer:coarse),(max-width:43.99rem){
button,.go,.actions a,.message p>a:only-child,.more a,.pages a,.back a,.ranges a,.top nav a,tbody th a,.list a{min-height:44px}
.go,.actions a,.message p>a:only-child,.more a,.pages a,.back a,.ranges a,.top nav a,tbody th a,.list a{display:inline-flex;align-items:center;gap:.25em}
.go{justify-content:center}
.top{align-items:center;gap:0 1.25rem;padding-block:.5rem}
.top .brand,.who{line-height:44px}
.who button{padding-block:0}
.ranges a{border-block:8px solid transparent;background-clip:padding-box}
details>summary{padding-block:.625rem}
.choice{padding-block:.6rem}
input[type=text],input[type=password],select{min-height:44px}
.way .stop a{display:inline-block;padding-block:.3rem}
.goes a,.way p>a{display:inline-block;padding-block:.2rem}
}
`;
