internal import Glibc

/// Asks for a password on the terminal without showing it.
enum PasswordPrompt {
    /// One line from the controlling terminal; throws when there is none.
    ///
    /// The terminal shows what is typed again afterwards, also when the command is interrupted meanwhile.
    static func ask(_ prompt: String) throws -> String {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else {
            throw CommandFailure("OPTION_INVALID", "there is no terminal to ask on: give --password-file")
        }
        defer { close(terminal) }
        var shown = termios()
        guard tcgetattr(terminal, &shown) == 0 else {
            throw CommandFailure("OPTION_INVALID", "there is no terminal to ask on: give --password-file")
        }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        // Signals wait, so that Ctrl-C cannot leave a terminal behind that shows nothing.
        var signals = sigset_t()
        var before = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, &before)
        hidden.c_lflag &= ~tcflag_t(ISIG)
        tcsetattr(terminal, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(terminal, TCSAFLUSH, &shown)
            pthread_sigmask(SIG_SETMASK, &before, nil)
        }
        say(prompt, to: terminal)
        defer { say("\n", to: terminal) }
        return try line(from: terminal)
    }

    private static func line(from terminal: Int32) throws -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(terminal, &byte, 1) == 1, byte != UInt8(ascii: "\n") {
            // Ctrl-C, which is no signal here.
            if byte == 3 { throw CommandFailure("OPTION_INVALID", "no password was given") }
            bytes.append(byte)
            guard bytes.count <= 1_024 else { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func say(_ text: String, to terminal: Int32) {
        var text = text
        text.withUTF8 { _ = write(terminal, $0.baseAddress, $0.count) }
    }
}
