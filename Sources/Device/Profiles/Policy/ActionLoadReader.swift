internal import Settings

/// Reads the `load` of an action: `{power: 18}`, or `{power: 22, argument: speed, full: 100, exponent: 3}`.
enum ActionLoadReader {
    static func load(of parent: SectionReader, arguments: [ActionArgument]) -> ActionLoad? {
        guard let section = parent.section("load") else { return nil }
        defer { section.finish() }
        let power = section.number("power", required: true, in: 0...1e6)
        guard let argument = section.text("argument", bytesMax: 64) else {
            for key in ["full", "exponent"] where section.has(key) {
                section.mistake(.conflict, key, "`\(key)` is of an argument, and none is named")
            }
            return power.map { ActionLoad(power: $0) }
        }
        let full = section.number("full", required: true, in: 1e-6...1e15)
        let exponent = section.number("exponent", in: 0.5...4, default: 1) ?? 1
        if !ActionLoad.exponents.contains(exponent) {
            section.mistake(.valueOutOfRange, "exponent", "\(exponent) is no whole or half number")
        }
        guard arguments.contains(where: { $0.name == argument }) else {
            let near = NearestName.of(argument, among: arguments.map(\.name)).map { "did you mean `\($0)`?" }
            section.mistake(.conflict, "argument", "the action has no argument `\(argument)`", hint: near)
            return nil
        }
        guard let power, let full else { return nil }
        return ActionLoad(power: power, scale: .init(argument: argument, full: full, exponent: exponent))
    }
}
