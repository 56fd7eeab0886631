declare module "jstat" {
  const jstat: { readonly beta: { inv(probability: number, alpha: number, beta: number): number } };
  export default jstat;
}
