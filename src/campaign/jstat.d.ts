declare module "jstat" {
  const jstat: {
    readonly beta: { inv(probability: number, alpha: number, beta: number): number };
    readonly normal: { inv(probability: number, mean: number, deviation: number): number };
  };
  export default jstat;
}
