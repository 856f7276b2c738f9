extension CalibratedTwin {
    /// What was learned, and how well it predicts.
    public var calibration: TwinCalibration {
        let (heats, shakes) = (heat.deviations, shake.deviations)
        let decay = twin.parameters.decay
        let perWear = profile.vibrationPerWear
        return TwinCalibration(
            rise: CalibratedValue(value: heat.mean[HeatFilter.rise], deviation: heats[HeatFilter.rise]),
            decay: CalibratedValue(value: decay, deviation: decay * heats[HeatFilter.decay]),
            ambient: CalibratedValue(value: heat.mean[HeatFilter.ambient], deviation: heats[HeatFilter.ambient]),
            vibrationPerLoad: CalibratedValue(value: shake.mean[0], deviation: shakes[0]),
            vibrationOffset: CalibratedValue(value: shake.mean[1], deviation: shakes[1]),
            wearRate: CalibratedValue(
                value: twin.parameters.wearRate,
                deviation: perWear > 0 ? shakes[2] / perWear : VibrationFilter.wearSpread * profile.wearRate),
            temperatureNoise: heat.noise.variance.squareRoot(), vibrationNoise: shake.noise.variance.squareRoot(),
            temperatureError: heatError.count > 0 ? heatError.square.squareRoot() : nil,
            temperatureBias: heatError.count > 0 ? heatError.mean : nil,
            vibrationError: shakeError.count > 0 ? shakeError.square.squareRoot() : nil,
            vibrationBias: shakeError.count > 0 ? shakeError.mean : nil, isCalibrated: isCalibrated,
            restarts: Int(heatTrust.restarts) + Int(shakeTrust.restarts))
    }

    /// Gain known to 15 % or 1 °C at rated power, decay to 30 %, ambient to 3 °C, after at least 100 readings.
    ///
    /// A decay so fast that the machine settles between readings need not be known better.
    public var isCalibrated: Bool {
        let deviations = heat.deviations
        let rise = deviations[HeatFilter.rise]
        let doubt = deviations[HeatFilter.decay]
        return heatTrust.readings >= 100
            && (rise <= 0.15 * heat.mean[HeatFilter.rise] || rise * profile.ratedPower <= 1)
            && (doubt <= 0.3 || twin.parameters.decay * (-doubt).exponential * pace >= 4)
            && deviations[HeatFilter.ambient] <= 3
    }

    /// Remaining useful life, its band from how sure the rate of wear is.
    ///
    /// Wear is what it was at the start plus rate × exposure, the mm/s·h that the bearing ran since. The exposure is
    /// measured, so the deviation of the life is design life × exposure × deviation of the rate; the band is 1.2816 of
    /// them to either side (80 % of a normal distribution), within what wear there can be.
    public var remainingLife: RemainingLife {
        let rate = calibration.wearRate
        let deviation = profile.designLifeHours * exposure * rate.deviation
        let most = max(0, (1 - wearAtStart) * profile.designLifeHours - twin.state.hours)
        let worn = wearAtStart + rate.value * exposure
        let middle = (1 - worn) * profile.designLifeHours - twin.state.hours
        func end(_ sigmas: Double) -> Double { min(max(middle + sigmas * deviation, 0), most) }
        return RemainingLife(hours: twin.remainingHours, low: end(-1.281_552), high: end(1.281_552))
    }
}
