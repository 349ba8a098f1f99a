@echo off
rem Sets the project up in .venv when needed, then starts it:
rem   run demo | test | check | bench      any other word goes to the motcua command
rem Needs: Python 3.11, 3.12 or 3.13 (64 bit) from python.org.
setlocal
chcp 65001 >nul
set "HERE=%~dp0"
if "%HERE:~-1%"=="\" set "HERE=%HERE:~0,-1%"
set "VENV=%HERE%\.venv"
set "PYTHON=%VENV%\Scripts\python.exe"
set "STAMP=%VENV%\.motcua"
set "PYTHONUTF8=1"

call :is_ready || call :set_up || exit /b 1
if not defined MOTCUA_CONFIG if not exist config.toml set "MOTCUA_CONFIG=%HERE%\config.toml"

if "%~1"=="test" goto test
if "%~1"=="check" goto check
if "%~1"=="bench" goto bench
"%PYTHON%" -P -m motcua %*
exit /b %errorlevel%

:test
shift
cd /d "%HERE%"
set "QT_QPA_PLATFORM=offscreen"
"%PYTHON%" -m pytest -n 4 --dist worksteal %1 %2 %3 %4 %5 %6 %7 %8 %9
exit /b %errorlevel%

:bench
shift
cd /d "%HERE%"
"%PYTHON%" -m benchmarks %1 %2 %3 %4 %5 %6 %7 %8 %9
exit /b %errorlevel%

:check
cd /d "%HERE%"
set "QT_QPA_PLATFORM=offscreen"
set "FAILED="
"%PYTHON%" -m ruff check . || set "FAILED=%FAILED% lint"
"%PYTHON%" -m ruff format --check . || set "FAILED=%FAILED% format"
"%PYTHON%" -m mypy || set "FAILED=%FAILED% types"
"%PYTHON%" -c "from importlinter.cli import lint_imports_command as lint; lint()" || set "FAILED=%FAILED% imports"
"%PYTHON%" -m pytest -q tests\unit\test_i18n.py tests\house\test_texts.py || set "FAILED=%FAILED% translations"
"%PYTHON%" -m pytest -n 4 --dist worksteal || set "FAILED=%FAILED% tests"
if defined FAILED (
    echo -- failed:%FAILED%
    exit /b 1
)
echo -- all passed
exit /b 0

:is_ready
if not exist "%PYTHON%" exit /b 1
if exist "%VENV%\.installing" exit /b 1
if not exist "%STAMP%\place" exit /b 1
fc /b "%HERE%\requirements.lock" "%STAMP%\requirements.lock" >nul 2>&1 || exit /b 1
fc /b "%HERE%\pyproject.toml" "%STAMP%\pyproject.toml" >nul 2>&1 || exit /b 1
set "PLACE="
set /p PLACE=<"%STAMP%\place"
if not "%PLACE%"=="%HERE%" exit /b 1
exit /b 0

:set_up
set "USABLE="
if not exist "%VENV%\.installing" if exist "%PYTHON%" "%PYTHON%" -m pip --version >nul 2>&1 && set "USABLE=1"
if not defined USABLE call :new_venv || exit /b 1
type nul >"%VENV%\.installing"
if exist "%STAMP%" rmdir /s /q "%STAMP%"
set "PIP_DISABLE_PIP_VERSION_CHECK=1"
"%PYTHON%" -m pip install -qq --require-hashes --no-deps -r "%HERE%\requirements.lock" || exit /b 1
"%PYTHON%" -m pip install -qq --no-deps --no-index --no-build-isolation -e "%HERE%" || exit /b 1
"%PYTHON%" -c "import PySide6.QtGui, PySide6.QtWidgets" || exit /b 1
mkdir "%STAMP%"
copy /y "%HERE%\requirements.lock" "%STAMP%" >nul
copy /y "%HERE%\pyproject.toml" "%STAMP%" >nul
>"%STAMP%\place" echo %HERE%
del "%VENV%\.installing"
exit /b 0

:new_venv
set "SYSTEM_PYTHON="
for %%V in (3.13 3.12 3.11) do (
    if not defined SYSTEM_PYTHON py -%%V -c "" >nul 2>&1 && set "SYSTEM_PYTHON=py -%%V"
)
if not defined SYSTEM_PYTHON (
    python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>&1 && set "SYSTEM_PYTHON=python"
)
if not defined SYSTEM_PYTHON (
    echo Python 3.11, 3.12 or 3.13 is needed: install it from python.org, 64 bit, with the py launcher.
    exit /b 1
)
echo First installation, about two minutes...
if exist "%VENV%" rmdir /s /q "%VENV%"
%SYSTEM_PYTHON% -m venv "%VENV%" || exit /b 1
exit /b 0
