internal import Glibc

/// Where results are written: how wide it is, and whether it may be coloured.
struct Screen: Sendable {
    enum Style: String {
        case bold = "1"
        case dim = "2"
        case bad = "31"
        case warning = "33"
    }

    /// Nothing where the output is no terminal: nothing is cut.
    let width: Int?
    let isColoured: Bool

    /// Standard output, by the terminal and the environment (NO_COLOR, COLUMNS).
    static let output: Screen = {
        let environment = Environment.all
        guard isatty(STDOUT_FILENO) == 1 else {
            return Screen(width: environment["COLUMNS"].flatMap { Int($0) }, isColoured: false)
        }
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let isPlain = environment["NO_COLOR"] != nil || environment["TERM"] == "dumb"
        return Screen(width: isKnown ? Int(size.ws_col) : 80, isColoured: !isPlain)
    }()

    /// A text in a style, where that is shown.
    func styled(_ text: String, _ style: Style?) -> String {
        guard isColoured, let style else { return text }
        return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
    }

    /// A text without what speaks to terminals: what others wrote is shown and never obeyed.
    static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { scalar in
                    scalar == "\n" || !(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
                }))
    }

    /// The same on one line: a line break that somebody wrote into a value must not look like a line of ours.
    static func line(_ text: String) -> String {
        plain(text.replacing("\\", with: "\\\\").replacing("\r\n", with: "\n")).replacing("\n", with: "\\n")
    }
}
