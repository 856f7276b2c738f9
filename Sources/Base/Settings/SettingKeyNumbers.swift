extension SettingKey where Value == Int {
    /// A whole number; without a default the key must be there.
    public static func integer(
        _ path: String, default fallback: Int? = nil, in range: ClosedRange<Int>, environment: [EnvironmentName] = [],
        about: String
    ) -> SettingKey {
        SettingKey(
            path: path, about: about, allowed: "\(range.lowerBound) to \(range.upperBound)",
            fallback: fallback ?? range.lowerBound, isRequired: fallback == nil, alternatives: environment
        ) { raw throws(SettingFault) in
            try raw.single("a whole number", ScalarText.integer).checked(in: range) { "\($0)" }
        }
    }

    /// A number of bytes, written as `64MiB`; the arguments are numbers of bytes.
    public static func byteSize(
        _ path: String, default fallback: Int, in range: ClosedRange<Int>, environment: [EnvironmentName] = [],
        about: String
    ) -> SettingKey {
        SettingKey(
            path: path, about: about,
            allowed: "\(ByteSizeText.of(range.lowerBound)) to \(ByteSizeText.of(range.upperBound))",
            fallback: fallback, alternatives: environment, write: { ByteSizeText.of($0) }
        ) { raw throws(SettingFault) in
            let hint = "write it as 512KiB, 64MiB or 2GiB"
            return try raw.single("a number of bytes", hint: hint, ScalarText.byteSize)
                .checked(in: range) { ByteSizeText.of($0) }
        }
    }
}

extension SettingKey where Value == Double {
    /// A number; without a default the key must be there.
    public static func number(
        _ path: String, default fallback: Double? = nil, in range: ClosedRange<Double>,
        environment: [EnvironmentName] = [], about: String
    ) -> SettingKey {
        SettingKey(
            path: path, about: about, allowed: "\(range.lowerBound) to \(range.upperBound)",
            fallback: fallback ?? range.lowerBound, isRequired: fallback == nil, alternatives: environment
        ) { raw throws(SettingFault) in
            try raw.single("a number", ScalarText.number).checked(in: range) { "\($0)" }
        }
    }
}

extension SettingKey where Value == Duration {
    /// A length of time, written as `250ms`, `10s`, `5m`, `2h` or `7d`.
    public static func duration(
        _ path: String, default fallback: Duration, in range: ClosedRange<Duration>,
        environment: [EnvironmentName] = [], about: String
    ) -> SettingKey {
        SettingKey(
            path: path, about: about,
            allowed: "\(DurationText.of(range.lowerBound)) to \(DurationText.of(range.upperBound))",
            fallback: fallback, alternatives: environment, write: { DurationText.of($0) }
        ) { raw throws(SettingFault) in
            let hint = "write it as 250ms, 10s, 5m, 2h or 7d"
            return try raw.single("a length of time", hint: hint, ScalarText.duration)
                .checked(in: range) { DurationText.of($0) }
        }
    }
}

extension Comparable {
    fileprivate func checked(
        in range: ClosedRange<Self>, _ write: (Self) -> String
    ) throws(SettingFault) -> Self {
        guard range.contains(self) else {
            let bounds = "\(write(range.lowerBound)) to \(write(range.upperBound))"
            throw SettingFault(.valueOutOfRange, "\(write(self)) is outside \(bounds)")
        }
        return self
    }
}
