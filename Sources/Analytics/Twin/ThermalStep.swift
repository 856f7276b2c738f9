internal import Glibc

/// One step of the heat equation with a constant load: `T(t) = settled + (from − settled) × exp(−decay × t)`.
struct ThermalStep {
    let from: Double
    let settled: Double
    let decay: Double
    let seconds: Double
    let end: Double

    init(from: Double, settled: Double, decay: Double, seconds: Double, kept: Double) {
        self.from = from
        self.settled = settled
        self.decay = decay
        self.seconds = seconds
        end = settled + (from - settled) * kept
    }

    /// The part of a difference that is left after a step.
    static func kept(decay: Double, seconds: Double) -> Double { exp(-decay * seconds) }

    /// `(e^x − 1) / x`: the mean of an exponential growth over a step, by its series where the quotient loses digits.
    static func meanGrowth(_ exponent: Double) -> Double {
        exponent < 1e-5 ? 1 + exponent / 2 : expm1(min(exponent, 700)) / exponent
    }

    /// The mean over the step of how far the temperature was over a threshold; exact also where it crosses it.
    func meanOver(_ threshold: Double) -> Double {
        if from <= threshold && end <= threshold { return 0 }
        let whole = area(from: from, end: end, seconds: seconds, threshold)
        if from >= threshold && end >= threshold { return max(0, whole / seconds) }
        let crossing = min(seconds, max(0, log((from - settled) / (threshold - settled)) / decay))
        let part =
            from > threshold
            ? area(from: from, end: threshold, seconds: crossing, threshold)
            : area(from: threshold, end: end, seconds: seconds - crossing, threshold)
        return part.isFinite ? max(0, part / seconds) : 0
    }

    /// The integral of `T − threshold`, from `dT/dt = decay × (settled − T)`.
    private func area(from: Double, end: Double, seconds: Double, _ threshold: Double) -> Double {
        (settled - threshold) * seconds + (from - end) / decay
    }
}
