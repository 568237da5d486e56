; Inno Setup's recipe for Windows: installs for one user, so that nobody needs an administrator.
; After `py run.py dist` in the same folder:  iscc resources\packaging\lianpu.iss
#define Version GetEnv("LIANPU_VERSION")

[Setup]
AppId=cn.lianpu
AppName=链谱
AppVersion={#Version}
DefaultDirName={localappdata}\Programs\Lianpu
DefaultGroupName=链谱
PrivilegesRequired=lowest
DisableProgramGroupPage=yes
ChangesAssociations=yes
MinVersion=10.0
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir=..\..\dist
OutputBaseFilename=lianpu-{#Version}-setup
UninstallDisplayIcon={app}\lianpu-window.exe

[Languages]
Name: "zh"; MessagesFile: "compiler:Languages\ChineseSimplified.isl"

[Files]
Source: "..\..\dist\lianpu\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{userprograms}\链谱"; Filename: "{app}\lianpu-window.exe"
Name: "{userdesktop}\链谱"; Filename: "{app}\lianpu-window.exe"

[Registry]
Root: HKCU; Subkey: "Software\Classes\.lianpu"; ValueType: string; ValueData: "Lianpu.Workspace"; Flags: uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\Lianpu.Workspace"; ValueType: string; ValueData: "链谱工作区"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\Lianpu.Workspace\shell\open\command"; ValueType: string; ValueData: """{app}\lianpu-window.exe"" open ""%1"""

[Run]
Filename: "{app}\lianpu.exe"; Parameters: "selftest"; Description: "安装后自检"; Flags: postinstall skipifsilent unchecked
