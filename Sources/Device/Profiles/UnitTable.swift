/// The UCUM units that profiles may use, what they measure, and how they are converted.
///
/// A few dozen codes of machines in plants rather than UCUM's whole grammar: a profile is checked when it is read, and
/// an unknown code is a mistake with a hint. An annotation alone, as `{parts}`, counts, and so does `{parts}/min`.
public enum UnitTable {
    /// One unit: its size in the base unit of its dimension, as a fraction so that it is exact, and what it reads where
    /// the scales of its dimension meet (0 but for temperatures).
    struct Unit: Sendable, Equatable {
        let dimension: String
        let size: Double
        let divisor: Double
        let zero: Double
    }

    /// Whether a text is the code of a unit that we know.
    public static func isKnown(_ code: String) -> Bool { unit(code) != nil }

    /// The conversion from one unit to another; nothing when one is not known or they measure different things.
    public static func conversion(from source: String, to target: String) -> UnitConversion? {
        guard let from = unit(source), let to = unit(target), from.dimension == to.dimension else { return nil }
        if from == to { return .identity }
        let scale = from.size * to.divisor
        let divisor = from.divisor * to.size
        let isWhole = (scale / divisor).rounded() == scale / divisor
        return UnitConversion(
            zero: from.zero, scale: isWhole ? scale / divisor : scale, divisor: isWhole ? 1 : divisor, offset: to.zero)
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
        for (dimension, members) in sizes {
            for (code, size) in members {
                units[code] = Unit(dimension: dimension, size: size.0, divisor: size.1, zero: 0)
            }
        }
        units["Cel"] = Unit(dimension: "temperature", size: 1, divisor: 1, zero: 0)
        units["K"] = Unit(dimension: "temperature", size: 1, divisor: 1, zero: 273.15)
        units["[degF]"] = Unit(dimension: "temperature", size: 5, divisor: 9, zero: 32)
        return units
    }()

    private static let sizes: [String: [String: (Double, Double)]] = [
        "number": ["1": (1, 1), "%": (1, 100), "[ppm]": (1, 1e6)],
        "power": ["W": (1, 1), "mW": (1, 1e3), "kW": (1e3, 1), "MW": (1e6, 1), "[HP]": (745.699_871_582_27, 1)],
        "energy": [
            "J": (1, 1), "kJ": (1e3, 1), "MJ": (1e6, 1), "W.h": (3_600, 1), "kW.h": (3.6e6, 1), "MW.h": (3.6e9, 1),
        ],
        "speed": [
            "m/s": (1, 1), "mm/s": (1, 1e3), "cm/s": (1, 100), "m/min": (1, 60), "km/h": (10, 36),
            "[in_i]/s": (254, 1e4),
        ],
        "acceleration": ["m/s2": (1, 1), "mm/s2": (1, 1e3), "[g]": (9.806_65, 1)],
        "time": ["s": (1, 1), "ms": (1, 1e3), "us": (1, 1e6), "min": (60, 1), "h": (3_600, 1), "d": (86_400, 1)],
        "current": ["A": (1, 1), "mA": (1, 1e3), "kA": (1e3, 1)],
        "voltage": ["V": (1, 1), "mV": (1, 1e3), "kV": (1e3, 1)],
        "resistance": ["Ohm": (1, 1), "kOhm": (1e3, 1), "MOhm": (1e6, 1)],
        "apparent power": ["V.A": (1, 1), "kV.A": (1e3, 1)],
        "reactive power": ["var": (1, 1), "kvar": (1e3, 1)],
        "frequency": [
            "Hz": (1, 1), "kHz": (1e3, 1), "/s": (1, 1), "/min": (1, 60), "{rpm}": (1, 60), "/h": (1, 3_600),
        ],
        "pressure": [
            "Pa": (1, 1), "hPa": (100, 1), "kPa": (1e3, 1), "MPa": (1e6, 1), "bar": (1e5, 1), "mbar": (100, 1),
            "[psi]": (6_894.757_293_168_36, 1),
        ],
        "volume flow": [
            "m3/s": (1, 1), "m3/h": (1, 3_600), "m3/min": (1, 60), "l/s": (1, 1e3), "l/min": (1, 6e4),
            "l/h": (1, 3.6e6),
        ],
        "mass flow": ["kg/s": (1, 1), "kg/min": (1, 60), "kg/h": (1, 3_600), "t/h": (10, 36)],
        "length": ["m": (1, 1), "mm": (1, 1e3), "um": (1, 1e6), "cm": (1, 100), "km": (1e3, 1)],
        "mass": ["kg": (1, 1), "g": (1, 1e3), "mg": (1, 1e6), "t": (1e3, 1)],
        "volume": ["m3": (1, 1), "l": (1, 1e3), "ml": (1, 1e6)],
        "force": ["N": (1, 1), "kN": (1e3, 1)],
        "torque": ["N.m": (1, 1), "kN.m": (1e3, 1)],
        "angle": ["deg": (1, 1)],
        "sound": ["dB": (1, 1)],
    ]
}
