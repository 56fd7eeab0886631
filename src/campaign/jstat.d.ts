declare module "jstat" {
  const jstat: {
    betaln(alpha: number, beta: number): number;
    readonly beta: { inv(probability: number, alpha: number, beta: number): number };
    readonly normal: {
      inv(probability: number, mean: number, deviation: number): number;
      cdf(value: number, mean: number, deviation: number): number;
    };
  };
  export default jstat;
}
