internal import Glibc

extension Double {
    /// Natural.
    var logarithm: Double { log(self) }
    /// `e` to this power.
    var exponential: Double { exp(self) }
}

/// Prediction by a marginalised unscented transform: Julier and Uhlmann's sigma points ("A new extension of the Kalman
/// filter to nonlinear systems", 1997) only along `ln(decay)`, because given the decay the temperature is linear in all
/// else and its moments are exact.
///
/// With `k = exp(−decay × dt)` the temperature becomes `k T + (1 − k)(ambient + rise × load)`. The three points 0 and
/// ±√3 standard deviations with weights 2/3, 1/6, 1/6 are those of a Gauss-Hermite rule. A derivative would see nothing
/// of a decay that is ten times slower than the profile's once `decay × dt` is large; points that lie that far do.
extension HeatFilter {
    /// Moves the temperature on under a constant load, and lets the parameters wander.
    ///
    /// Returns the part of a temperature difference that is left. `rate` is the exponential of its own logarithm of the
    /// decay, which the caller has.
    mutating func predict(seconds: Double, load: Double, rate: Double, ratedPower: Double) -> Double {
        let spread = max(columns.3[3], 1e-12)
        let deviation = spread.squareRoot()
        let decay = rate * seconds
        let factor = (1.732_050_807_568_877_2 * deviation).exponential
        let kept = (-decay).exponential
        move(
            kept: kept, keptFast: (-decay * factor).exponential, keptSlow: (-decay / factor).exponential, load: load,
            spread: spread, deviation: deviation)
        wander(seconds: seconds, ratedPower: ratedPower)
        return kept
    }

    /// The temperature after a long time of a constant load.
    mutating func settle(power: Double) {
        move(kept: 0, keptFast: 0, keptSlow: 0, load: power, spread: 1, deviation: 1)
    }

    private mutating func move(
        kept: Double, keptFast: Double, keptSlow: Double, load: Double, spread: Double, deviation: Double
    ) {
        // The temperature is (still + k × fading) · (T, rise, ambient): what the load gives, and what is left.
        let still = SIMD4(0, load, 1, 0)
        let fading = SIMD4(1, -load, -1, 0)
        let ofStill = columns.1 * load + columns.2
        let ofFading = columns.0 - ofStill
        let (stillDecay, fadingDecay) = (ofStill[3], ofFading[3])
        let (settled, away) = ((still * mean).sum(), (fading * mean).sum())
        let tilt = 1.732_050_807_568_877_2 / deviation
        let middle = settled + kept * away
        let fast = settled + keptFast * away + tilt * (stillDecay + keptFast * fadingDecay)
        let slow = settled + keptSlow * away - tilt * (stillDecay + keptSlow * fadingDecay)
        let predicted = (4 * middle + fast + slow) / 6
        let keptMean = (4 * kept + keptFast + keptSlow) / 6
        let keptSquare = (4 * kept * kept + keptFast * keptFast + keptSlow * keptSlow) / 6
        let withDecay = 1.732_050_807_568_877_2 * deviation * (fast - slow) / 6

        let toDecay = columns.3 / spread
        let stillGiven = ofStill - toDecay * stillDecay
        let fadingGiven = ofFading - toDecay * fadingDecay
        var column = stillGiven + keptMean * fadingGiven + toDecay * withDecay
        let (offMiddle, offFast, offSlow) = (middle - predicted, fast - predicted, slow - predicted)
        column[0] =
            (4 * offMiddle * offMiddle + offFast * offFast + offSlow * offSlow) / 6
            + (still * stillGiven).sum() + 2 * keptMean * (fading * stillGiven).sum()
            + keptSquare * (fading * fadingGiven).sum() + 1e-6
        column[3] = withDecay
        mean[0] = min(max(predicted, low[0]), high[0])
        columns.0 = column
        columns.1[0] = column[1]
        columns.2[0] = column[2]
        columns.3[0] = column[3]
    }

    /// Adds to the variances what the parameters may have changed, never beyond what a profile leaves open.
    ///
    /// A trillionth of each is added as well, which keeps the covariance positive whatever rounding takes.
    private mutating func wander(seconds: Double, ratedPower: Double) {
        let variance = noise.learned
        let machine = seconds * (1 / Self.machineMemory)
        let hall = seconds * (1 / Self.ambientMemory)
        let effect = max(mean[1], leastRise)
        let share = variance * machine * machine / (ratedPower * ratedPower)
        func grow(_ index: Int, _ now: Double, by added: Double) -> Double {
            now * (1 + 1e-12) + min(max(added * (1 - now * certain[index]), 0), prior[index])
        }
        columns.0[0] *= 1 + 1e-12
        columns.1[1] = grow(1, columns.1[1], by: share)
        columns.2[2] = grow(2, columns.2[2], by: variance * hall * hall)
        columns.3[3] = grow(3, columns.3[3], by: share / (effect * effect))
    }
}
