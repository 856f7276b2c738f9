/// The UCUM units that profiles may use, what they measure, and how they are converted.
///
/// A few dozen codes of machines in plants rather than UCUM's whole grammar: a profile is checked when it is read, and an
/// unknown code is a mistake with a hint. An annotation alone, as `{parts}`, counts, and so does `{parts}/min`.
public enum UnitTable {
    /// One unit: `base value = value × scale + offset`, in the base unit of its dimension.
    struct Unit: Sendable, Equatable {
        let dimension: String
        let scale: Double
        let offset: Double
    }

    /// Whether a text is the code of a unit that we know.
    public static func isKnown(_ code: String) -> Bool { unit(code) != nil }

    /// The conversion from one unit to another; nothing when one is not known or they measure different things.
    public static func conversion(from source: String, to target: String) -> UnitConversion? {
        guard let from = unit(source), let to = unit(target), from.dimension == to.dimension else { return nil }
        if from == to { return .identity }
        let offset = (from.offset - to.offset) / to.scale
        if from.scale >= to.scale { return UnitConversion(scale: from.scale / to.scale, offset: offset) }
        return UnitConversion(scale: 1, divisor: to.scale / from.scale, offset: offset)
    }

    /// Every code, sorted, for hints.
    public static let codes: [String] = units.keys.sorted()

    static func unit(_ code: String) -> Unit? {
        if let unit = units[code] { return unit }
        guard code.hasPrefix("{"), let close = code.firstIndex(of: "}"), code.utf8.count <= 32 else { return nil }
        let rest = code[code.index(after: close)...]
        return rest.isEmpty ? units["1"] : units[String(rest)].flatMap { $0.dimension == "frequency" ? $0 : nil }
    }

    private static let units: [String: Unit] = {
        var units: [String: Unit] = [:]
        for (dimension, members) in scales {
            for (code, scale) in members { units[code] = Unit(dimension: dimension, scale: scale, offset: 0) }
        }
        units["K"] = Unit(dimension: "temperature", scale: 1, offset: 0)
        units["Cel"] = Unit(dimension: "temperature", scale: 1, offset: 273.15)
        units["[degF]"] = Unit(dimension: "temperature", scale: 5.0 / 9, offset: 459.67 * 5 / 9)
        return units
    }()

    private static let scales: [String: [String: Double]] = [
        "number": ["1": 1, "%": 0.01, "[ppm]": 1e-6],
        "power": ["W": 1, "mW": 1e-3, "kW": 1e3, "MW": 1e6, "[HP]": 745.699_871_582_27],
        "energy": ["J": 1, "kJ": 1e3, "MJ": 1e6, "W.h": 3_600, "kW.h": 3.6e6, "MW.h": 3.6e9],
        "speed": ["m/s": 1, "mm/s": 1e-3, "cm/s": 1e-2, "m/min": 1.0 / 60, "km/h": 1 / 3.6, "[in_i]/s": 0.0254],
        "acceleration": ["m/s2": 1, "mm/s2": 1e-3, "[g]": 9.806_65],
        "time": ["s": 1, "ms": 1e-3, "us": 1e-6, "min": 60, "h": 3_600, "d": 86_400],
        "current": ["A": 1, "mA": 1e-3, "kA": 1e3],
        "voltage": ["V": 1, "mV": 1e-3, "kV": 1e3],
        "resistance": ["Ohm": 1, "kOhm": 1e3, "MOhm": 1e6],
        "apparent power": ["V.A": 1, "kV.A": 1e3],
        "reactive power": ["var": 1, "kvar": 1e3],
        "frequency": ["Hz": 1, "kHz": 1e3, "/s": 1, "/min": 1.0 / 60, "{rpm}": 1.0 / 60, "/h": 1.0 / 3_600],
        "pressure": [
            "Pa": 1, "hPa": 100, "kPa": 1e3, "MPa": 1e6, "bar": 1e5, "mbar": 100, "[psi]": 6_894.757_293_168_36,
        ],
        "volume flow": [
            "m3/s": 1, "m3/h": 1.0 / 3_600, "m3/min": 1.0 / 60, "l/s": 1e-3, "l/min": 1e-3 / 60, "l/h": 1e-3 / 3_600,
        ],
        "mass flow": ["kg/s": 1, "kg/min": 1.0 / 60, "kg/h": 1.0 / 3_600, "t/h": 1_000.0 / 3_600],
        "length": ["m": 1, "mm": 1e-3, "um": 1e-6, "cm": 1e-2, "km": 1e3],
        "mass": ["kg": 1, "g": 1e-3, "mg": 1e-6, "t": 1e3],
        "volume": ["m3": 1, "l": 1e-3, "ml": 1e-6],
        "force": ["N": 1, "kN": 1e3],
        "torque": ["N.m": 1, "kN.m": 1e3],
        "angle": ["deg": 1],
        "sound": ["dB": 1],
    ]
}
